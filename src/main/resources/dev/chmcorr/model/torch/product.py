# The matrix product that finds likely neighbours. Vectors are taken relative to a centre, so that
# alike ones keep their differences where numbers have few bits:
#   x y = (x - c) (y - c) + (y - c) c + x c.
# The second term rides along in one more column, which is ones in the queries; the third is a
# constant of the query, which is left out. Written as TorchScript serialises its code: dtype 3
# is int32, 4 is int64.
class Product(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  group : int

  # Products [q, r] of two matrices of float32. The queries may end in filling.
  def products(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor) -> Tensor:
    return torch.matmul(queries, torch.t(gallery))

  # Products of two matrices, looked at in groups, whose members are r / group apart: the groups
  # in which some product is not below the query's cut [q, 1]; all float32. Their places in [q, r / group],
  # counted row by row, int32 [n]; and the products [n, group].
  def near(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor,
    cuts: Tensor) -> Tuple[Tensor, Tensor]:
    wanted = torch.slice(queries, 0, 0, torch.size(cuts, 0))
    products = torch.matmul(wanted, torch.t(gallery))
    r = torch.size(products, 1)
    groups = torch.floordiv(r, self.group)
    best = torch.amax(torch.view(products, [torch.size(products, 0), self.group, groups]), [1])
    far = torch.lt(best, cuts)
    places = torch.flatten(torch.nonzero(torch.flatten(torch.logical_not(far))))
    query = torch.floor_divide(places, groups)
    first = torch.add(places, torch.mul(query, torch.sub(r, groups)))
    members = torch.add(torch.unsqueeze(first, 1), torch.arange(0, r, groups, dtype=4, device=ops.prim.device(queries)))
    return (torch.to(places, 3), torch.take(products, members))
