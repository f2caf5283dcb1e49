# Hough space: the 6-D convolution over correlations of all positions at all scales.
#
# Sizes: 9 = 3 query scales x 3 candidate scales; 225 = 15 x 15 positions of a feature map; 145
# frequencies, which with cosine and sine make 290 waves; P parts of n positions and m waves: in
# float32 the even and the odd half along either axis, 4 of 113 and 145, in bfloat16 the whole, 1 of
# 225 and 290. Cosines see the even half alone, sines the odd one: half the products. Measured on a
# core of a Sapphire Rapids, not on a GPU: with halves a pair takes 12 % less in float32 (under AVX2
# 16 %), and 14 % more in bfloat16. Part 2 r + c has r, for rows, and c, for columns, 0 for even or
# cosines and 1 for odd or sines.
class HoughSpace(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  whole : bool

  # A correlation is held as [row pairs, column pairs], a row pair being (candidate row, query row).
  # Waves are [2, 145, 225], cosines and sines; prepare makes them matrices: analysis [sqrt(P), m, n],
  # synthesis [sqrt(P), n, m].
  analysis : Tensor
  synthesis : Tensor
  # The Hough kernels look the same upside down and mirrored, so that a spectrum is real: [145, 145],
  # frequencies of row pairs and of column pairs. Kernels without that symmetry need terms from sines to
  # cosines and back. The centre is the kernel that leaves scales as they are; the other terms are
  # votes(output) += sign * spectrum * correlation(input), output and input being a part, of four in
  # bfloat16 too, times 9 plus a pair of scales (MatchSpectra.java).
  centre : Tensor
  spectra : List[Tensor]
  term_outputs : List[int]
  term_inputs : List[int]
  term_spectra : List[int]
  term_signs : List[int]
  bias : Tensor
  # In bfloat16: response to a correlation of one everywhere, [9, 1, 225, 225]; made by prepare. Else
  # empty.
  response : Tensor

  # To be called once after loading, before anything else.
  def prepare(self: __torch__.HoughSpace,
    bf16: bool) -> NoneType:
    self.whole = bf16
    self.analysis = (self).matrices(self.analysis)
    self.synthesis = torch.contiguous(torch.transpose((self).matrices(self.synthesis), 1, 2))
    if bf16:
      ones = torch.ones([9, 1, 225, 225], dtype=6, device=ops.prim.device(self.bias))
      self.response = ((self).vote([ones]))[0]
      self.analysis = torch.to(self.analysis, 15)
      self.synthesis = torch.to(self.synthesis, 15)
    else:
      # Position 112 is its own mirror image, so that it comes twice.
      _0 = torch.mul_(torch.slice(self.analysis, 2, 112), 0.5)
    return None

  def matrices(self: __torch__.HoughSpace,
    waves: Tensor) -> Tensor:
    if self.whole:
      return torch.view(waves, [1, 290, 225])
    else:
      return torch.contiguous(torch.slice(waves, 2, 0, 113))

  # Sum and difference of what lies opposite about the centre: [.., 225, ..] to twice [.., 113, ..]. The
  # difference takes the place of the mirrored copy.
  def halves(self: __torch__.HoughSpace,
    x: Tensor,
    axis: int) -> List[Tensor]:
    near = torch.slice(x, axis, 0, 113)
    far = torch.flip(torch.slice(x, axis, 112), [axis])
    return [torch.add(near, far), torch.sub(near, far, alpha=1, out=far)]

  # Positions 0 to 112 and, mirrored, those opposite: twice [B, 113, ..] to [B, 225, ..].
  def joined(self: __torch__.HoughSpace,
    near: Tensor,
    far: Tensor,
    axis: int) -> Tensor:
    return torch.cat([near, torch.flip(torch.slice(far, axis, 0, 112), [axis])], axis)

  # Products of every part [.., before, before] with matrices [sqrt(P), after, before] from the left,
  # for rows, and from the right, for columns: [P, 9 B, after, after].
  def transform(self: __torch__.HoughSpace,
    parts: List[Tensor],
    matrices: Tensor) -> Tensor:
    kinds = torch.size(matrices, 0)
    after = torch.size(matrices, 1)
    before = torch.size(matrices, 2)
    first = parts[0]
    many = torch.floordiv(torch.numel(first), before * before)
    y = torch.empty([kinds * kinds, many, after, after], dtype=ops.prim.dtype(first), device=ops.prim.device(first))
    for r in range(kinds):
      left = torch.expand(torch.unsqueeze(matrices[r], 0), [many, -1, -1])
      for c in range(kinds):
        part = r * kinds + c
        x = torch.mm(torch.view(parts[part], [-1, before]), torch.t(matrices[c]))
        _0 = torch.bmm(left, torch.view(x, [many, before, after]), out=y[part])
    return y

  # Products with waves, [P, 9 B, m, m], as float32 [2, 2, 9, B, 145, 145]: cosines and sines of rows,
  # of columns. The last two arguments of to ask for a copy, in this order.
  def apart(self: __torch__.HoughSpace,
    x: Tensor) -> Tensor:
    if self.whole:
      z = torch.permute(torch.view(x, [9, -1, 2, 145, 2, 145]), [2, 4, 0, 1, 3, 5])
      return torch.to(z, 6, False, True, 0)
    else:
      return torch.view(x, [2, 2, 9, -1, 145, 145])

  # The way back, as parts for the synthesis.
  def together(self: __torch__.HoughSpace,
    x: Tensor) -> List[Tensor]:
    if self.whole:
      z = torch.permute(x, [2, 3, 0, 4, 1, 5])
      z = torch.to(z, ops.prim.dtype(self.synthesis), False, True, 0)
      return [torch.view(z, [-1, 290, 290])]
    else:
      return torch.unbind(torch.view(x, [4, -1, 145, 145]))

  # The convolution without its bias, of parts, to float32 parts [P, 9, B, n, n].
  def vote(self: __torch__.HoughSpace,
    parts: List[Tensor]) -> Tensor:
    x = (self).apart((self).transform(parts, self.analysis))
    y = torch.mul(x, self.centre)
    inputs = torch.unbind(torch.flatten(x, 0, 2))
    outputs = torch.unbind(torch.flatten(y, 0, 2))
    for t in range(torch.len(self.term_outputs)):
      spectrum = self.spectra[self.term_spectra[t]]
      _0 = torch.addcmul_(outputs[self.term_outputs[t]], inputs[self.term_inputs[t]], spectrum, value=self.term_signs[t])
    y = (self).transform((self).together(y), self.synthesis)
    n = torch.size(y, 2)
    return torch.view(torch.to(y, 6), [torch.len(parts), 9, -1, n, n])

  # The best of all pairs of scales: parts [P, 9, B, n, n], which are overwritten, to [B, 225, 225].
  def best(self: __torch__.HoughSpace,
    votes: Tensor) -> Tensor:
    if self.whole:
      return torch.amax(votes[0], [0])
    else:
      halves = annotate(List[Tensor], [])
      even = torch.slice(votes, 0, 0, 2)
      odd = torch.slice(votes, 0, 2)
      for rows in [torch.add(even, odd), torch.sub_(even, odd)]:
        near = torch.amax(torch.add(rows[0], rows[1]), [0])
        far = torch.amax(torch.sub_(rows[0], rows[1]), [0])
        _0 = torch.append(halves, (self).joined(near, far, 2))
      return (self).joined(halves[0], halves[1], 1)

  # Correlations [9, B, 225, 225], which may be overwritten, to Hough space, sigmoid taken, at the best
  # pair of scales: [B, 225, 225], row and column pairs. In bfloat16 the mean is taken off before the
  # convolution and its response added after it, to spend no bits on a constant.
  def forward(self: __torch__.HoughSpace,
    correlation: Tensor) -> Tensor:
    if self.whole:
      mean = torch.to(torch.mean(correlation, [0, 2, 3], True, dtype=6), ops.prim.dtype(correlation))
      x = (self).vote([torch.sub_(correlation, mean)])
      _0 = torch.addcmul_(x[0], torch.to(mean, 6), self.response)
    else:
      rows = (self).halves(correlation, 2)
      x = (self).vote(torch.add((self).halves(rows[0], 3), (self).halves(rows[1], 3)))
    return torch.sigmoid(torch.add((self).best(x), self.bias))
