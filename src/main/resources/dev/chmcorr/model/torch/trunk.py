# A bottleneck ResNet without its classifier, BatchNorm folded into the convolutions, stride on the
# 3x3 convolutions. Images are uint8 [B, H, W, 3], RGB. Results are float32, whatever the arithmetic.
# Written as TorchScript serialises its code: tensors are channels-last, dtype 6 is float32, 15 is
# bfloat16, memory format 2 is channels-last.
#
# How convolutions run is said in plain.py, which works everywhere, and in fused.py, which is faster
# on processors: either is the end of this class.
class Trunk(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # One for each convolution, in the order in which they run; a stage's shortcut convolution comes
  # after the three of its first block.
  weights : List[Tensor]
  biases : List[Tensor]
  # Number of blocks of each stage.
  blocks : List[int]
  bf16 : bool

  # To be called once after loading, before anything else.
  def prepare(self: __torch__.Trunk,
    bf16: bool) -> NoneType:
    if bf16:
      dtype = 15
    else:
      dtype = 6
    weights = annotate(List[Tensor], [])
    biases = annotate(List[Tensor], [])
    for i in range(torch.len(self.weights)):
      weight = torch.to(self.weights[i], dtype)
      _0 = torch.append(weights, torch.contiguous(weight, memory_format=2))
      _1 = torch.append(biases, torch.to(self.biases[i], dtype))
    self.weights = weights
    self.biases = biases
    self.bf16 = bf16
    return None

  # ImageNet's mean and standard deviation. Not folded into the first convolution: its zero padding
  # is that of a normalised image.
  def normalise(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    device = ops.prim.device(images)
    width = torch.size(images, 2)
    mean = torch.repeat(torch.tensor([0.485, 0.456, 0.406], dtype=6, device=device), [width])
    std = torch.repeat(torch.tensor([0.229, 0.224, 0.225], dtype=6, device=device), [width])
    x = torch.to(torch.flatten(images, 2), 6)
    x = torch.div_(torch.sub_(torch.div_(x, 255.), mean), std)
    return torch.permute(torch.view(x, torch.size(images)), [0, 3, 1, 2])

  def block(self: __torch__.Trunk,
    x: Tensor,
    i: int,
    stride: int,
    first: bool) -> Tensor:
    y = (self).rectified(x, i, 1, 0)
    y = (self).rectified(y, i + 1, stride, 1)
    if first:
      shortcut = (self).convolved(x, i + 3, stride, 0)
    else:
      shortcut = x
    return (self).joined(y, i + 2, shortcut)

  # The last stage's output [B, C, h, w], channels-last, in the type of the arithmetic.
  def features(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    x = (self).normalise(images)
    if self.bf16:
      y = torch.to(x, 15)
    else:
      y = x
    y = (self).rectified(y, 0, 2, 3)
    y = torch.max_pool2d(y, [3, 3], [2, 2], [1, 1])
    i = 1
    for stage in range(torch.len(self.blocks)):
      for b in range(self.blocks[stage]):
        first = b == 0
        if first and stage > 0:
          stride = 2
        else:
          stride = 1
        y = (self).block(y, i, stride, first)
        i = i + 3
        if first:
          i = i + 1
    return y

  # The last stage's output as one vector per cell, [B, h * w, C]; cell = row * w + column.
  def cells(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    y = torch.permute((self).features(images), [0, 2, 3, 1])
    return torch.contiguous(torch.to(torch.flatten(y, 1, 2), 6))

  # The mean of the cells, [B, C].
  def embed(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    return torch.mean((self).cells(images), [1])

  # The last stage's output, [B, C, h, w].
  def forward(self: __torch__.Trunk,
    images: Tensor) -> Tensor:
    return torch.contiguous(torch.to((self).features(images), 6))
