
  # Weights, biases and blocks; this object keeps none.
  def take_layers(self: __torch__.Trunk) -> Tuple[List[Tensor], List[Tensor], List[int]]:
    layers = (self.weights, self.biases, self.blocks)
    self.weights = annotate(List[Tensor], [])
    self.biases = annotate(List[Tensor], [])
    return layers

  # Its last argument keeps GPUs from float32's cheaper cousin TF32.
  def convolved(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    return torch._convolution(x, self.weights[i], self.biases[i], [stride, stride], [padding, padding], [1, 1], False, [0, 0], 1, False, False, True, False)

  def rectified(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    return torch.relu_((self).convolved(x, i, stride, padding))

  # A block's last convolution and the sum with its shortcut.
  def joined(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    shortcut: Tensor) -> Tensor:
    return torch.relu_(torch.add_((self).convolved(x, i, 1, 0), shortcut))
