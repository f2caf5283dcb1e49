# Convolutional Hough Matching (Min & Cho, CVPR 2021) between one query image and a batch of
# candidate images. Written as TorchScript serialises its code: dtype 6 is float32, 15 is bfloat16,
# 4 is int64; memory format 2 is channels-last.
#
# Sizes: D channels of a descriptor; 225 = 15 x 15 positions of a feature map; 900 = 30 x 30
# positions of the final votes; 675 = 3 scales x 225; 9 = 3 query scales x 3 candidate scales.
#
# One-channel convolutions over four and six dimensions starve any machine. Both are taken apart into
# matrix products with Fourier bases (padded, so that nothing wraps round) and cheap products of
# spectra. A spectrum is real: cosine coefficients first, as many sine coefficients after them.
class HoughMatching(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  bf16 : bool
  # The two trunks were trained apart: one for queries, one for candidates.
  source : __torch__.Trunk
  target : __torch__.Trunk
  # One 3x3 convolution [D, C, 3, 3] and one side length for each scale.
  projections : List[Tensor]
  sides : List[int]

  # 6-D convolution. A correlation is held as [row pairs, column pairs], a row pair being (candidate
  # row, query row). The Hough kernels look the same upside down and mirrored, so that each of the
  # two axes has a real spectrum of its own; kernels without that symmetry need terms that swap sines
  # and cosines. votes(output) += spectrum * swapped(correlation(input)), for each term.
  analysis6 : Tensor
  synthesis6 : Tensor
  spectra : List[Tensor]
  term_outputs : List[int]
  term_inputs : List[int]
  term_swaps : List[int]
  term_spectra : List[int]
  bias6 : Tensor
  # Response to a correlation of one everywhere, [9, 1, 50625]; computed by prepare.
  response : Tensor

  # 4-D convolution: spectra over candidate positions, plain 5x5 convolutions over query positions.
  # Bringing 15 positions per axis to 30 is part of the analysis.
  analysis4 : Tensor
  even : Tensor
  odd : Tensor
  real4 : Tensor
  imaginary4 : Tensor
  bias4 : Tensor

  # Transfer. Candidate positions come in the order of the synthesis: the first half of the plane,
  # then its mirror image.
  rows : Tensor
  keypoints : Tensor
  gaussian : Tensor
  grid : Tensor

  # To be called once after loading, before anything else.
  def prepare(self: __torch__.HoughMatching,
    bf16: bool) -> NoneType:
    _0 = (self.source).prepare(bf16)
    _1 = (self.target).prepare(bf16)
    ones = torch.ones([9, 1, 225, 225], dtype=6, device=ops.prim.device(self.bias6))
    self.response = (self).vote(ones)
    self.rows = torch.to(self.rows, 4)
    if bf16:
      dtype = 15
    else:
      dtype = 6
    projections = annotate(List[Tensor], [])
    for a in range(torch.len(self.projections)):
      weight = torch.to(self.projections[a], dtype)
      _2 = torch.append(projections, torch.contiguous(weight, memory_format=2))
    self.projections = projections
    self.analysis6 = torch.to(self.analysis6, dtype)
    self.synthesis6 = torch.to(self.synthesis6, dtype)
    self.bf16 = bf16
    return None

  # Unit vectors of each scale, interpolated to 15 x 15: [B, 675, D], position = row * 15 + column.
  # Interpolating correlations comes to the same as correlating interpolated unit vectors.
  def describe(self: __torch__.HoughMatching,
    features: Tensor) -> Tensor:
    features = torch.to(features, ops.prim.dtype(self.projections[0]))
    scales = annotate(List[Tensor], [])
    for a in range(torch.len(self.sides)):
      side = self.sides[a]
      x = torch.upsample_bilinear2d(features, [side, side], True)
      x = torch.to(torch.conv2d(x, self.projections[a], None, [1, 1], [1, 1]), 6)
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

  # The 6-D convolution without its bias: [9, B, 225, 225] to float32 [9, B, 50625].
  def vote(self: __torch__.HoughMatching,
    correlation: Tensor) -> Tensor:
    batch = torch.size(correlation, 1)
    x = torch.matmul(torch.view(correlation, [-1, 225]), torch.t(self.analysis6))
    x = torch.matmul(self.analysis6, torch.view(x, [9 * batch, 225, -1]))
    half = torch.floordiv(torch.size(x, 1), 2)
    x = torch.view(torch.to(x, 6), [9, batch, 2, half, 2, half])
    y = torch.zeros_like(x)
    for t in range(torch.len(self.term_outputs)):
      spectrum = self.spectra[self.term_spectra[t]]
      swap = self.term_swaps[t]
      z = x[self.term_inputs[t]]
      if swap == 1:
        z = torch.flip(z, [1])
      if swap == 2:
        z = torch.flip(z, [3])
      if swap == 3:
        z = torch.flip(z, [1, 3])
      _0 = torch.addcmul_(y[self.term_outputs[t]], z, spectrum)
    y = torch.to(torch.view(y, [9 * batch, 2 * half, 2 * half]), ops.prim.dtype(self.synthesis6))
    y = torch.matmul(torch.matmul(self.synthesis6, y), torch.t(self.synthesis6))
    return torch.view(torch.to(y, 6), [9, batch, 50625])

  # Hough space, sigmoid taken, at the best scale pair: [B, 15, 15, 225], query row and column,
  # candidate position. The mean is taken off before the convolution and its response added after it:
  # that keeps bfloat16 from spending its few bits on a constant.
  def match(self: __torch__.HoughMatching,
    query: Tensor,
    candidates: Tensor) -> Tensor:
    x = (self).correlate(query, candidates)
    mean = torch.to(torch.mean(x, [0, 2, 3], True, dtype=6), ops.prim.dtype(x))
    x = (self).vote(torch.sub_(x, mean))
    mean = torch.to(torch.view(mean, [1, -1, 1]), 6)
    x = torch.amax(torch.addcmul(x, mean, self.response), [0])
    x = torch.sigmoid(torch.add(x, self.bias6))
    x = torch.permute(torch.view(x, [-1, 15, 15, 15, 15]), [0, 2, 4, 1, 3])
    return torch.flatten(x, 3)

  # The 4-D convolution without its softplus, [B, 900, 900]: query position row * 30 + column,
  # candidate position in the order of the synthesis.
  def refine(self: __torch__.HoughMatching,
    votes: Tensor) -> Tensor:
    x = torch.permute(torch.matmul(votes, self.analysis4), [0, 3, 1, 2])
    x = torch.upsample_bilinear2d(x, [30, 30], True)
    channels = torch.size(x, 1)
    half = torch.floordiv(channels, 2)
    real = torch.conv2d(x, self.real4, None, [1, 1], [2, 2], [1, 1], channels)
    real = torch.flatten(torch.permute(real, [0, 2, 3, 1]), 1, 2)
    imaginary = torch.conv2d(x, self.imaginary4, None, [1, 1], [2, 2], [1, 1], channels)
    imaginary = torch.flatten(torch.permute(imaginary, [0, 2, 3, 1]), 1, 2)
    cosines = torch.add(torch.slice(real, 2, 0, half), torch.slice(imaginary, 2, half))
    sines = torch.sub(torch.slice(real, 2, half), torch.slice(imaginary, 2, 0, half))
    even = torch.add_(torch.matmul(cosines, self.even), self.bias4)
    odd = torch.matmul(sines, self.odd)
    return torch.cat([torch.add(even, odd), torch.sub(even, odd)], 2)

  # Expected candidate position of every grid point, [B, 2, 49] in [-1, 1], x first; from the votes
  # before softplus. Rows that no grid point asks for only count for the columns' maxima.
  def locate(self: __torch__.HoughMatching,
    votes: Tensor) -> Tensor:
    columns = torch.softplus(torch.amax(votes, [1], True))
    votes = torch.softplus(torch.index_select(votes, 1, self.rows))
    rows = torch.amax(votes, [2], True)
    columns = torch.masked_fill(columns, torch.eq(columns, 0), 1e-30)
    rows = torch.masked_fill(rows, torch.eq(rows, 0), 1e-30)
    x = torch.mul(torch.mul(votes, torch.div(votes, rows)), torch.div(votes, columns))
    best = torch.flatten(torch.argmax(x, 2))
    near = torch.view(torch.index_select(self.gaussian, 0, best), torch.size(x))
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
