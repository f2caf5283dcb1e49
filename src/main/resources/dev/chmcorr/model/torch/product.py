# The matrix product that finds likely neighbours. Vectors are taken relative to a centre, so that
# alike ones keep their differences in a type of few bits:
#   x y = (x - c) (y - c) + (y - c) c + x c.
# The second term rides along in three more columns, which are ones in the queries; the third is a
# constant of the query, which is left out. Written as TorchScript serialises its code: dtype 3 is
# int32, 4 is int64, 6 is float32, 15 is bfloat16.
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

  # A matrix as it was made in Java: of float32, or of int32 that hold two bfloat16 each. The same
  # memory, read as the type it holds; torch.view cannot be called with a type from here.
  def typed(self: __torch__.Product,
    rows: Tensor) -> Tensor:
    if torch.eq(self.dtype, 15):
      memory = torch.set_(torch.new_empty(rows, [0], dtype=15), rows)
      width = torch.mul(torch.size(rows, 1), 2)
      typed = torch.as_strided(memory, [torch.size(rows, 0), width], [width, 1])
    else:
      typed = rows
    return typed

  # Products [q, r] of two matrices, in the type of the arithmetic. The queries may end in filling.
  def products(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor) -> Tensor:
    return torch.matmul((self).typed(queries), torch.t((self).typed(gallery)))

  # Products of two matrices, looked at in groups of eight, a group's members r / 8 apart: the groups
  # in which some product is not below the query's cut [q, 1]; all float32. Their places in [q, r / 8],
  # counted row by row, int32 [n]; and the products [n, 8].
  def near(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor,
    cuts: Tensor) -> Tuple[Tensor, Tensor]:
    wanted = torch.slice(queries, 0, 0, torch.size(cuts, 0))
    products = torch.matmul(wanted, torch.t(gallery))
    r = torch.size(products, 1)
    groups = torch.floordiv(r, 8)
    best = torch.amax(torch.view(products, [torch.size(products, 0), 8, groups]), [1])
    far = torch.lt(best, cuts)
    places = torch.flatten(torch.nonzero(torch.flatten(torch.logical_not(far))))
    query = torch.floor_divide(places, groups)
    first = torch.add(places, torch.mul(query, torch.sub(r, groups)))
    members = torch.add(torch.unsqueeze(first, 1), torch.arange(0, r, groups, dtype=4, device=ops.prim.device(queries)))
    return (torch.to(places, 3), torch.take(products, members))
