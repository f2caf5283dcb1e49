# Convolutional Hough Matching (Min & Cho, CVPR 2021) between one query image and a batch of
# candidate images. Written as TorchScript serialises its code: dtype 6 is float32, 15 is bfloat16,
# 4 is int64; memory format 2 is channels-last.
#
# Sizes: D channels of a descriptor; 225 = 15 x 15 positions of a feature map; 900 = 30 x 30
# positions of the final votes; 675 = 3 scales x 225; 9 = 3 query scales x 3 candidate scales.
#
# One-channel convolutions over four and six dimensions starve any machine. Both are taken apart into
# matrix products with Fourier bases (padded, so that nothing wraps round) and cheap products of
# spectra. A spectrum is real: a cosine and a sine coefficient for each frequency (MatchSpectra.java,
# RefineSpectra.java).
# Measured, in milliseconds of one Sapphire Rapids core a pair, against 3-D convolutions with one axis
# and the scales folded into banded channels: 6-D, three stripes of 5 rows, 68 (bfloat16 7.5), here 7
# (5); 4-D, 15 to 30 channels over 30^3, 19 (bfloat16 4), here 3.
class HoughMatching(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  bf16 : bool
  # The two trunks were trained apart: one for queries, one for candidates.
  source : __torch__.Trunk
  target : __torch__.Trunk
  # One 3x3 convolution [D, C, 3, 3] and one side length for each scale. Where maps are not made
  # smaller, prepare lays it out as a matrix [9 D, C], and resamplings has what brings its products to
  # the scale, [side, 15 * 3]; see there.
  projections : List[Tensor]
  sides : List[int]
  resamplings : List[Tensor]

  # The 6-D convolution, space.py.
  space : __torch__.HoughSpace

  # 4-D convolution: spectra over column pairs, a plain 5x5 convolution over row pairs for each
  # coefficient. Bringing column pairs from 15 to 30 columns is part of the analysis. The way back
  # goes by candidate columns, then by query columns: [frequency and cosine or sine, column] and the
  # other way round.
  analysis4 : Tensor
  target4 : Tensor
  source4 : Tensor
  real4 : Tensor
  # Empty where the kernels equal their mirror images.
  imaginary4 : Tensor
  bias4 : Tensor

  # Transfer: the query positions (row * 30 + column) that grid points ask for, and their weights for
  # each grid point.
  rows : Tensor
  keypoints : Tensor
  gaussian : Tensor
  grid : Tensor

  # To be called once after loading, before anything else.
  def prepare(self: __torch__.HoughMatching,
    bf16: bool) -> NoneType:
    _0 = (self.source).prepare(bf16)
    _1 = (self.target).prepare(bf16)
    _2 = (self.space).prepare(bf16)
    self.rows = torch.to(self.rows, 4)
    if bf16:
      dtype = 15
    else:
      dtype = 6
    projections = annotate(List[Tensor], [])
    resamplings = annotate(List[Tensor], [])
    for a in range(torch.len(self.projections)):
      weight = torch.to(self.projections[a], dtype)
      if torch.lt(self.sides[a], 15):
        _3 = torch.append(projections, torch.contiguous(weight, memory_format=2))
      else:
        matrix = torch.flatten(torch.permute(weight, [2, 3, 0, 1]), 0, 2)
        _4 = torch.append(projections, torch.contiguous(matrix))
      _5 = torch.append(resamplings, (self).resampling(self.sides[a]))
    self.projections = projections
    self.resamplings = resamplings
    self.bf16 = bf16
    return None

  # Along one axis: interpolation from 15 positions to another number of them, seen from each of a
  # kernel's three, zero beyond the border: [side, 15 * 3].
  def resampling(self: __torch__.HoughMatching,
    side: int) -> Tensor:
    x = torch.eye(15, dtype=6, device=ops.prim.device(self.bias4))
    x = torch.squeeze(torch.upsample_linear1d(torch.unsqueeze(x, 1), [side], True), 1)
    x = torch.constant_pad_nd(x, [1, 1])
    seen = [torch.slice(x, 1, 0, side), torch.slice(x, 1, 1, torch.add(side, 1)), torch.slice(x, 1, 2)]
    return torch.contiguous(torch.t(torch.flatten(torch.stack(seen, 1), 0, 1)))

  # Interpolates to a smaller map and convolves it: float32 [B, D, side, side]. The convolution's last
  # argument keeps GPUs from float32's cheaper cousin TF32.
  def project(self: __torch__.HoughMatching,
    features: Tensor,
    a: int) -> Tensor:
    side = self.sides[a]
    x = torch.upsample_bilinear2d(features, [side, side], True)
    x = torch._convolution(x, self.projections[a], None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, False, False, True, False)
    return torch.to(x, 6)

  # The same for a map that is not smaller, the other way round: products with each of the kernel's
  # nine matrices, which are then interpolated, rows first. From 15 to 21 it takes 1.6 ms an image
  # instead of 3.9 (bfloat16, one core).
  def project_first(self: __torch__.HoughMatching,
    features: Tensor,
    a: int) -> Tensor:
    resampling = self.resamplings[a]
    batch = torch.size(features, 0)
    side = torch.size(resampling, 0)
    x = torch.reshape(torch.permute(features, [0, 2, 3, 1]), [torch.mul(batch, 225), -1])
    x = torch.matmul(x, torch.t(self.projections[a]))
    # image, row, column, kernel row, kernel column and channel
    x = torch.permute(torch.view(x, [batch, 15, 15, 3, -1]), [0, 1, 3, 2, 4])
    x = torch.to(torch.contiguous(x), 6)
    x = torch.matmul(resampling, torch.view(x, [batch, 45, -1]))
    x = torch.matmul(resampling, torch.view(x, [torch.mul(batch, side), 45, -1]))
    return torch.permute(torch.view(x, [batch, side, side, -1]), [0, 3, 1, 2])

  # Unit vectors of each scale, interpolated to 15 x 15: [B, 675, D], position = row * 15 + column.
  # Interpolating correlations comes to the same as correlating interpolated unit vectors.
  def describe(self: __torch__.HoughMatching,
    features: Tensor) -> Tensor:
    features = torch.to(features, ops.prim.dtype(self.projections[0]))
    scales = annotate(List[Tensor], [])
    for a in range(torch.len(self.sides)):
      if torch.lt(self.sides[a], 15):
        x = (self).project(features, a)
      else:
        x = (self).project_first(features, a)
      length = torch.linalg_vector_norm(x, 2, [1], True)
      x = torch.div(x, torch.clamp_min(length, 1e-30))
      x = torch.upsample_bilinear2d(x, [15, 15], True)
      _0 = torch.append(scales, torch.transpose(torch.flatten(x, 2), 1, 2))
    x = torch.cat(scales, 1)
    if self.bf16:
      y = torch.to(x, 15)
    else:
      y = x
    return torch.contiguous(y)

  # The layers of either trunk, see there.
  def take_query_layers(self: __torch__.HoughMatching) -> Tuple[List[Tensor], List[Tensor], List[int]]:
    return (self.source).take_layers()

  def take_candidates_layers(self: __torch__.HoughMatching) -> Tuple[List[Tensor], List[Tensor], List[int]]:
    return (self.target).take_layers()

  # Descriptors of queries, from uint8 images [B, 240, 240, 3].
  def query(self: __torch__.HoughMatching,
    images: Tensor) -> Tensor:
    return (self).describe((self.source).features(images))

  # Descriptors of candidates.
  def candidates(self: __torch__.HoughMatching,
    images: Tensor) -> Tensor:
    return (self).describe((self.target).features(images))

  # Positive correlations [9, B, 225, 225] of all scale pairs, see above for the last two axes.
  def correlate(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: Tensor) -> Tensor:
    # axes: candidate image, scale, row, column; query scale, row, column
    x = torch.matmul(torch.flatten(candidates, 0, 1), torch.t(query))
    x = torch.view(x, [-1, 3, 15, 15, 3, 15, 15])
    x = torch.contiguous(torch.permute(x, [4, 1, 0, 2, 5, 3, 6]))
    return torch.view(torch.clamp_min_(x, 0), [9, -1, 225, 225])

  # Hough space at the best pair of scales, [B, 225, 225]: row pairs, column pairs.
  def match(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: Tensor) -> Tensor:
    return (self.space).forward((self).correlate(query, candidates))

  # The 4-D convolution without its bias: [B, 30, 900, 30] = candidate row, query row * 30 + query
  # column, candidate column. Always float32: the votes' few highest decide, and bfloat16 would tell
  # them apart by 0.2 only. An imaginary spectrum takes cosine coefficients to the sines', and back.
  def refine(self: __torch__.HoughMatching,
    votes: Tensor) -> Tensor:
    batch = torch.size(votes, 0)
    x = torch.view(torch.matmul(votes, self.analysis4), [batch, 15, 15, -1])
    x = torch.upsample_bilinear2d(torch.permute(x, [0, 3, 1, 2]), [30, 30], True)
    channels = torch.size(x, 1)
    period = torch.floordiv(torch.size(self.target4, 0), 2)
    y = torch.conv2d(x, self.real4, None, [1, 1], [2, 2], [1, 1], channels)
    y = torch.reshape(torch.permute(y, [0, 2, 3, 1]), [-1, 2, period])
    if torch.numel(self.imaginary4) > 0:
      z = torch.conv2d(x, self.imaginary4, None, [1, 1], [2, 2], [1, 1], channels)
      z = torch.reshape(torch.permute(z, [0, 2, 3, 1]), [-1, 2, period])
      y = torch.add(y, torch.flip(z, [1]))
    x = torch.matmul(torch.flatten(y, 1), self.target4)
    pairs = torch.mul(batch, 900)
    synthesis = torch.expand(torch.unsqueeze(self.source4, 0), [pairs, -1, -1])
    x = torch.bmm(synthesis, torch.view(x, [pairs, -1, 30]))
    return torch.view(x, [batch, 30, 900, 30])

  # The maximum over query positions: [B, 30, 900, 30] to [B, 30, 30]. In two steps, because maxima
  # over long rows are the faster.
  def highest(self: __torch__.HoughMatching,
    votes: Tensor) -> Tensor:
    x = torch.amax(torch.view(votes, [-1, 30, 30, 900]), [2])
    return torch.amax(torch.view(x, [-1, 30, 30, 30]), [2])

  # Expected candidate position of every grid point, [B, 2, 49] in [-1, 1], x first. Query positions
  # that no grid point asks for only count for the maxima over them.
  def locate(self: __torch__.HoughMatching,
    votes: Tensor) -> Tensor:
    columns = torch.softplus(torch.add(torch.flatten((self).highest(votes), 1), self.bias4))
    columns = torch.unsqueeze(torch.masked_fill(columns, torch.eq(columns, 0), 1e-30), 1)
    x = torch.permute(torch.index_select(votes, 2, self.rows), [0, 2, 1, 3])
    x = torch.softplus(torch.add_(torch.flatten(x, 2), self.bias4))
    rows = torch.amax(x, [2], True)
    rows = torch.masked_fill(rows, torch.eq(rows, 0), 1e-30)
    y = torch.mul_(torch.div(x, rows), x)
    x = torch.mul_(torch.div_(x, columns), y)
    nearest = torch.flatten((torch.max(x, 2))[1])
    near = torch.view(torch.index_select(self.gaussian, 0, nearest), torch.size(x))
    x = torch.softmax(torch.mul_(x, near), 2)
    x = torch.matmul(self.keypoints, torch.matmul(x, self.grid))
    return torch.contiguous(torch.transpose(x, 1, 2))

  # Where the grid points go, [B, 2, 49]: query [675, D], B candidates [675, D].
  def transfer(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: List[Tensor]) -> Tensor:
    return (self).locate((self).refine((self).match(query, torch.stack(candidates))))

  def forward(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: List[Tensor]) -> Tensor:
    return (self).transfer(query, candidates)

  # Scalar products of every cell [C] of the query with every cell of B candidates, [B, 49, 49].
  def compare(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: List[Tensor]) -> Tensor:
    return torch.matmul(query, torch.transpose(torch.stack(candidates), 1, 2))
