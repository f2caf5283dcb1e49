class Trunk(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  weights : List[Tensor]
  biases : List[Tensor]
  blocks : List[int]
  bf16 : bool
  def prepare(self: __torch__.Trunk,
    bf16: Tensor) -> Tensor:
    self.bf16 = bool(bf16)
    if self.bf16:
      dtype = 15
    else:
      dtype = 6
    device = ops.prim.device(bf16)
    weights = annotate(List[Tensor], [])
    biases = annotate(List[Tensor], [])
    for i in range(torch.len(self.weights)):
      weight = torch.to(self.weights[i], device, dtype)
      _0 = torch.append(weights, torch.contiguous(weight, memory_format=2))
      _1 = torch.append(biases, torch.to(self.biases[i], device, dtype))
    self.weights = weights
    self.biases = biases
    return bf16
  def normalise(self: __torch__.Trunk,
    x: Tensor) -> Tensor:
    device = ops.prim.device(x)
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=6, device=device)
    std = torch.tensor([0.229, 0.224, 0.225], dtype=6, device=device)
    y = (torch.to(x, 6) / 255. - mean) / std
    return torch.permute(y, [0, 3, 1, 2])
  def convolve(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    padding: int) -> Tensor:
    return torch.conv2d(x, self.weights[i], self.biases[i], [stride, stride], [padding, padding])
  def features(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    x = (self).normalise(images)
    if self.bf16:
      x0 = torch.to(x, 15)
    else:
      x0 = x
    y = torch.relu_((self).convolve(x0, 0, 2, 3))
    y = torch.max_pool2d(y, [3, 3], [2, 2], [1, 1])
    k = 1
    for stage in range(torch.len(self.blocks)):
      for block in range(self.blocks[stage]):
        if stage > 0 and block == 0:
          stride = 2
        else:
          stride = 1
        z = torch.relu_((self).convolve(y, k, 1, 0))
        z = torch.relu_((self).convolve(z, k + 1, stride, 1))
        z = (self).convolve(z, k + 2, 1, 0)
        k = k + 3
        if block == 0:
          y = (self).convolve(y, k, stride, 0)
          k = k + 1
        y = torch.relu_(torch.add_(z, y))
    return y
  def cells(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    y = torch.to(torch.permute((self).features(images), [0, 2, 3, 1]), 6)
    return torch.contiguous(torch.flatten(y, 1, 2))
  def embed(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    return torch.mean((self).cells(images), [1])
  def forward(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    return torch.contiguous(torch.to((self).features(images), 6))
