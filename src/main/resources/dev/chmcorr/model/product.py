# The matrix product that finds likely neighbours. Vectors are taken relative to a centre, so that
# alike ones keep their differences in a type of few bits:
#   x y = (x - c) (y - c) + (y - c) c + x c.
# The second term rides along in three more columns, the third is a constant of the query, which is
# left out. Written as TorchScript serialises its code: dtype 3 is int32, 6 is float32, 7 is float64,
# 15 is bfloat16.
class Product(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  dtype : int

  def prepare(self: __torch__.Product,
    bf16: bool) -> NoneType:
    if bf16:
      dtype = 15
    else:
      dtype = 6
    self.dtype = dtype
    return None

  # Rows and three columns more, filled up with zeros to multiples of 8 rows and of 32 columns, which
  # the units work on at once.
  def operand(self: __torch__.Product,
    rows: Tensor,
    column0: Tensor,
    column1: Tensor,
    column2: Tensor) -> Tensor:
    d = torch.size(rows, 1)
    width = torch.mul(torch.floordiv(torch.add(d, 34), 32), 32)
    n = torch.size(rows, 0)
    all = torch.new_empty(rows, [torch.mul(torch.floordiv(torch.add(n, 7), 8), 8), width], dtype=self.dtype)
    _5 = torch.zero_(torch.slice(all, 0, n))
    x = torch.slice(all, 0, 0, n)
    _0 = torch.copy_(torch.slice(x, 1, 0, d), rows)
    _4 = torch.zero_(torch.slice(x, 1, torch.add(d, 3)))
    _1 = torch.copy_(torch.select(x, 1, d), column0)
    _2 = torch.copy_(torch.select(x, 1, torch.add(d, 1)), column1)
    _3 = torch.copy_(torch.select(x, 1, torch.add(d, 2)), column2)
    return all

  # Queries x - c, float32 [q, d]: an operand; and float64 [2, q], the length of x - c and of what the
  # operand lacks of it.
  def queries(self: __torch__.Product,
    rows: Tensor) -> Tuple[Tensor, Tensor]:
    ones = torch.new_ones(rows, [1])
    operand = torch.slice((self).operand(rows, ones, ones, ones), 0, 0, torch.size(rows, 0))
    lost = torch.sub(rows, torch.to(torch.slice(operand, 1, 0, torch.size(rows, 1)), 6))
    lengths = [torch.linalg_vector_norm(torch.to(rows, 7), 2, [1]), torch.linalg_vector_norm(torch.to(lost, 7), 2, [1])]
    return (operand, torch.stack(lengths))

  # Gallery rows y - c, float32 [g, d], and c [d]: an operand; and the least and the largest of
  # (y - c) c, float32 [2].
  def gallery(self: __torch__.Product,
    rows: Tensor,
    centre: Tensor) -> Tuple[Tensor, Tensor]:
    own = torch.mv(rows, centre)
    high = torch.to(torch.to(own, self.dtype), 6)
    rest = torch.sub(own, high)
    middle = torch.to(torch.to(rest, self.dtype), 6)
    operand = (self).operand(rows, high, middle, torch.sub(rest, middle))
    return (operand, torch.stack([torch.amin(own, [0]), torch.amax(own, [0])]))

  # Products of two operands, looked at in groups of eight, a group's members r / 8 apart: the groups
  # in which some product is not below the query's cut [q, 1], float32, whose value bfloat16 must hold
  # exactly. Their places in [q, r / 8], counted row by row, int32 [n]; and the products, float32 [n, 8].
  # Finding groups takes a third of the time of finding products.
  def forward(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor,
    cuts: Tensor) -> Tuple[Tensor, Tensor]:
    products = torch.matmul(queries, torch.t(gallery))
    r = torch.size(products, 1)
    groups = torch.floordiv(r, 8)
    best = torch.amax(torch.view(products, [torch.size(products, 0), 8, groups]), [1])
    far = torch.lt(best, torch.to(cuts, self.dtype))
    places = torch.flatten(torch.nonzero(torch.flatten(torch.logical_not(far))))
    query = torch.floor_divide(places, groups)
    first = torch.add(places, torch.mul(query, torch.sub(r, groups)))
    members = torch.add(torch.unsqueeze(first, 1), torch.arange(0, r, groups, dtype=4))
    return (torch.to(places, 3), torch.to(torch.take(products, members), 6))
