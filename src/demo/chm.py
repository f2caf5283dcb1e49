"""Convolutional Hough Matching (Min & Cho 2021) with position-sensitive isotropic kernels ("psi")."""
import itertools

import torch
from torch import nn
from torch.nn import functional as F

SIDES = (11, 15, 21)
LENGTH = {15: 18, 30: 32}  # of a Fourier transform that holds a map of that side and a 5-wide kernel
SPACE = (-4, -3, -2, -1)
# Scale offsets, row-major 3 x 3, that share a 4-D kernel.
SCALE_GROUPS = ((4,), (0, 8), (2, 6), (1, 3, 5, 7))


def psi_sharing():
    """Parameter number of each of the 5^4 offsets (source row, column, target row, column), and squared distances."""
    r = torch.arange(5) - 2
    i, j, a, b = torch.meshgrid(r, r, r, r, indexing="ij")
    source, target = i**2 + j**2, a**2 + b**2
    between = (i - a) ** 2 + (j - b) ** 2
    keys = torch.stack([torch.maximum(source, target), torch.minimum(source, target), between], -1).view(-1, 3).tolist()
    numbers = {}
    index = torch.tensor([numbers.setdefault(tuple(key), len(numbers)) for key in keys])
    return index, torch.tensor(list(numbers), dtype=torch.float32)


class PsiKernel(nn.Module):
    """Shared parameters to a plain kernel: each parameter is divided among the offsets that share it."""

    index, distances = psi_sharing()
    share = 1 / torch.bincount(index).float()

    def expand(self, parameter):
        return (parameter * self.share)[self.index].view(5, 5, 5, 5)


class Chm6d(PsiKernel):
    def __init__(self):
        super().__init__()
        self.param = nn.ParameterList([nn.Parameter(torch.zeros(55)) for _ in SCALE_GROUPS])
        self.bias = nn.Parameter(torch.zeros(1))

    def weight(self):
        """[3, 3, 5, 5, 5, 5]"""
        kernels = [None] * 9
        for group, parameter in zip(SCALE_GROUPS, self.param):
            for offset in group:
                kernels[offset] = self.expand(parameter) / len(group)
        return torch.stack(kernels).view(3, 3, 5, 5, 5, 5)

    def forward(self, corr):
        """[B, 3, 3, 15, 15, 15, 15] to the same; by FFT over space, plainly over the scales."""
        spectrum, kernel = to_spectrum(corr), kernel_spectrum(self.weight(), corr.shape[-1])
        out = torch.zeros_like(spectrum)
        for a, b, u, v in itertools.product(range(3), repeat=4):
            if abs(a - u) < 2 and abs(b - v) < 2:
                out[:, a, b] += spectrum[:, u, v] * kernel[u - a + 1, v - b + 1]
        return from_spectrum(out, corr.shape[-1]) + self.bias


class Chm4d(PsiKernel):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(55))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, corr):
        """[B, 30, 30, 30, 30] to the same."""
        n = corr.shape[-1]
        return from_spectrum(to_spectrum(corr) * kernel_spectrum(self.expand(self.weight), n), n) + self.bias


def to_spectrum(maps):
    """Fourier transform of the last four axes, two zeros before each; wrapping round meets only zeros."""
    n = maps.shape[-1]
    return torch.fft.rfftn(F.pad(maps, (2, LENGTH[n] - n - 2) * 4), dim=SPACE)


def kernel_spectrum(kernel, n):
    """Conjugate, because it is a correlation: the kernel is not flipped."""
    return torch.fft.rfftn(kernel, s=(LENGTH[n],) * 4, dim=SPACE).conj()


def from_spectrum(spectrum, n):
    return torch.fft.irfftn(spectrum, s=(LENGTH[n],) * 4, dim=SPACE)[..., :n, :n, :n, :n]


class Learner(nn.Module):
    """Features of two images to transferred keypoints."""

    def __init__(self, channels=256, descriptor=64):
        super().__init__()
        self.conv2ds = nn.ModuleList([nn.Conv2d(channels, descriptor, 3, padding=1, bias=False) for _ in SIDES])
        self.chm6d = Chm6d()
        self.chm4d = Chm4d()

    def descriptors(self, features):
        """[B, C, 15, 15] to three maps [B, D, 15, 15] of unit vectors, resized after they were made unit.

        Resizing a correlation is correlating resized unit vectors: both are linear.
        """
        units = [F.normalize(conv(resize(features, side)), dim=1) for conv, side in zip(self.conv2ds, SIDES)]
        return torch.stack([resize(unit, 15) for unit in units], 1)

    def correlation(self, source, target):
        """Descriptors [B, 3, D, 15, 15] of both to [B, 900, 900]."""
        corr = torch.einsum("badij,bcdkl->bacijkl", source, target).clamp(min=0)
        votes = torch.sigmoid(self.chm6d(corr)).amax((1, 2))
        return F.softplus(self.chm4d(upsample(votes))).flatten(3).flatten(1, 2)

    def transfer(self, source, target, keypoints):
        """Descriptors of both, keypoints [B, K, 2] (x, y) in [-1, 1] of the source: to the same of the target."""
        return transfer(self.correlation(source, target), keypoints)


def resize(maps, side):
    return F.interpolate(maps, (side, side), mode="bilinear", align_corners=True)


def upsample(corr):
    """[B, 15, 15, 15, 15] to [B, 30, 30, 30, 30]"""
    b, n = corr.shape[:2]
    corr = resize(corr.reshape(b, n * n, n, n), 30).view(b, n, n, 900)
    return resize(corr.permute(0, 3, 1, 2), 30).permute(0, 2, 3, 1).reshape(b, 30, 30, 30, 30)


def grid():
    """[900, 2]: positions (x, y) of the 30 x 30 cells, row-major."""
    line = torch.linspace(-1, 1, 30)
    y, x = torch.meshgrid(line, line, indexing="ij")
    return torch.stack([x, y], -1).view(900, 2)


def transfer(corr, keypoints):
    """Mutual maxima are favoured, then a soft arg max about each source cell's best target."""

    def over(maximum):
        return corr / maximum.masked_fill(maximum == 0, 1e-30)

    cells = grid()
    distance = ((keypoints[:, :, None] - cells).pow(2).sum(-1) + 1e-5).sqrt()
    weight = (0.1 - distance).clamp(min=0)
    rows = weight.sum((0, 1)) > 0  # the others have no say
    corr = (corr * over(corr.amax(2, keepdim=True)) * over(corr.amax(1, keepdim=True)))[:, rows]
    best, line = corr.argmax(2, keepdim=True), torch.arange(30)
    down = torch.exp(-(line - torch.div(best, 30, rounding_mode="floor")) ** 2 / (2 * 17**2))
    right = torch.exp(-(line - best % 30) ** 2 / (2 * 17**2))
    near = (down[..., None] * right[..., None, :]).flatten(2)
    expected = torch.softmax(corr * near, 2) @ cells
    weight = weight[:, :, rows]
    return (weight / weight.sum(2, keepdim=True)) @ expected
