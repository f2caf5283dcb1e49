# The matrix product that finds likely neighbours. Written as TorchScript serialises its code: dtype
# 3 is int32, 6 is float32, 15 is bfloat16.
class Product(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  bf16 : bool

  def prepare(self: __torch__.Product,
    bf16: bool) -> NoneType:
    self.bf16 = bf16
    return None

  # Rows in the type of the arithmetic.
  def operand(self: __torch__.Product,
    rows: Tensor) -> Tensor:
    if self.bf16:
      operand = torch.to(rows, 15)
    else:
      operand = rows
    return operand

  # Products of queries [q, d], an operand already, with gallery rows [g, d], float32, that are not
  # below the query's cut [q, 1], float32, whose value bfloat16 must hold exactly: their places in
  # [q, g], counted row by row, int32, and the products, float32.
  def forward(self: __torch__.Product,
    queries: Tensor,
    gallery: Tensor,
    cuts: Tensor) -> Tuple[Tensor, Tensor]:
    products = torch.matmul(queries, torch.t((self).operand(gallery)))
    # Not below instead of at least: what is not a number passes.
    below = torch.lt(products, (self).operand(cuts))
    pairs = torch.flatten(torch.nonzero(torch.flatten(torch.bitwise_not(below))))
    return (torch.to(pairs, 3), torch.to(torch.take(products, pairs), 6))
