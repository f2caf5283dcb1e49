# The product of product.py by 8-bit integers, for processors only.
class IntegerProduct(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Products [q, r], int32, of two matrices of int8.
  def products(self: __torch__.IntegerProduct,
    queries: Tensor,
    gallery: Tensor) -> Tensor:
    return torch._int_mm(queries, torch.t(gallery))
