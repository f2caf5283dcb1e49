
  # Convolutions of oneDNN with what follows them in one go, and with weights laid out beforehand as
  # it wants them. Measured on one Sapphire Rapids core, milliseconds an image in batches of 8,
  # against plain.py: ResNet-50 of 224 x 224 bfloat16 11 (20), float32 54 (68); ResNet-101 to layer3
  # of 240 x 240 bfloat16 17 (32), float32 104 (125). These operators exist only where libtorch is
  # built with oneDNN, and only for processors; so this lies in no archive.
  laying_out : bool

  # Whether this processor has the operators in an arithmetic: bfloat16 needs AVX-512.
  def serves(self: __torch__.Trunk,
    bf16: bool) -> bool:
    if bf16:
      able = ops.mkldnn._is_mkldnn_bf16_supported()
    else:
      able = True
    return able

  # Takes over the layers of another trunk. Weights are laid out for images like those given.
  def adopt(self: __torch__.Trunk,
    layers: Tuple[List[Tensor], List[Tensor], List[int]],
    images: Tensor,
    bf16: bool) -> NoneType:
    weights, biases, blocks = layers
    self.weights = weights
    self.biases = biases
    self.blocks = blocks
    _0 = (self).prepare(bf16)
    self.laying_out = True
    _1 = (self).features(images)
    self.laying_out = False
    return None

  def weight(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    if self.laying_out:
      weight = ops.mkldnn._reorder_convolution_weight(self.weights[i], [padding, padding], [stride, stride], [1, 1], 1, torch.size(x))
      _0 = torch._set_item(self.weights, i, weight)
    else:
      pass
    return self.weights[i]

  def convolution(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int,
    then: str) -> Tensor:
    weight = (self).weight(x, i, stride, padding)
    return ops.mkldnn._convolution_pointwise(x, weight, self.biases[i], [padding, padding], [stride, stride], [1, 1], 1, then, [], "")

  def convolved(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    return (self).convolution(x, i, stride, padding, "none")

  def rectified(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    return (self).convolution(x, i, stride, padding, "relu")

  # A block's last convolution and the sum with its shortcut, in place of the shortcut.
  def joined(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    shortcut: Tensor) -> Tensor:
    weight = (self).weight(x, i, 1, 0)
    return ops.mkldnn._convolution_pointwise_(shortcut, x, weight, self.biases[i], [0, 0], [1, 1], [1, 1], 1, "add", 1., "relu", [], "")
