"""CHM-Corr in plain torch operations, float32: convolutional Hough matching (Min & Cho 2021) and the comparison of parts
(Taesiri et al. 2022). Written the way one would with torch: everything batched over the candidates of a query."""

import torch
import torch.nn.functional as F
import torchvision

SCALES = (11, 15, 21)
SIDE, FINE = 15, 30
POINTS = 7


def sharing_keys():
    """For each of the 5^4 kernel offsets the number of the parameter that it takes (psi sharing)."""
    numbers, keys = {}, []
    offsets = [(a, b) for a in range(5) for b in range(5)]
    for i, j in offsets:
        for k, l in offsets:
            s, t, o = (i - 2) ** 2 + (j - 2) ** 2, (k - 2) ** 2 + (l - 2) ** 2, (i - k) ** 2 + (j - l) ** 2
            keys.append(numbers.setdefault((max(s, t), min(s, t), o), len(numbers)))
    return torch.tensor(keys)


def expand(parameter, share=1):
    """Parameter vector to kernel [5, 5, 5, 5]."""
    keys = sharing_keys()
    counts = torch.bincount(keys)
    return (parameter / (counts * share))[keys].view(5, 5, 5, 5)


def resnet101(state, half):
    """One half of the two-stream backbone, to layer 3: half 0 is for queries, 1 for candidates."""
    network = torchvision.models.resnet101()
    own = {}
    for key, value in state.items():
        if key.startswith("backbone.") and not key.startswith("backbone.fc"):
            own[key[len("backbone.") :]] = value.chunk(2)[half] if value.dim() > 0 else value
    network.load_state_dict(own, strict=False)
    layers = [network.conv1, network.bn1, network.relu, network.maxpool]
    return torch.nn.Sequential(*layers, network.layer1, network.layer2, network.layer3).eval()


def resnet50(checkpoint):
    """torchvision's ResNet-50 to layer 4: [B, 2048, 7, 7]."""
    network = torchvision.models.resnet50()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    return torch.nn.Sequential(*list(network.children())[:-2]).eval()


def resize(x, side):
    return F.interpolate(x, (side, side), mode="bilinear", align_corners=True)


def resize4(x, side):
    """[N, a, b, c, d] to [N, side, side, side, side]."""
    n, a, b, c, d = x.shape
    x = resize(x.reshape(n, a * b, c, d), side).view(n, a, b, side * side)
    x = resize(x.permute(0, 3, 1, 2), side)
    return x.view(n, side, side, side, side).permute(0, 3, 4, 1, 2)


def convolve4(x, weight, bias):
    """4-D convolution with zero padding: a sum of 3-D ones over the kernel's first axis.

    x [N, C, a, b, c, d], weight [O, C, 5, 5, 5, 5] -> [N, O, a, b, c, d]
    """
    n, channels, rows, *volume = x.shape
    x = F.pad(x, (0, 0, 0, 0, 0, 0, 2, 2)).transpose(1, 2)
    total = 0
    for i in range(5):
        stripe = x[:, i : i + rows].reshape(n * rows, channels, *volume)
        total = total + F.conv3d(stripe, weight[:, :, i].contiguous(), padding=2)
    return total.view(n, rows, -1, *volume).transpose(1, 2) + bias


class Hough(torch.nn.Module):
    """Descriptors of a query and its candidates to 49 transferred points per pair."""

    def __init__(self, state):
        super().__init__()
        self.reduce = [state[f"learner.conv2ds.{a}.weight"] for a in range(3)]
        self.weight6 = self.fold(state)
        self.bias6 = state["learner.chm6d.bias"]
        self.weight4 = expand(state["learner.chm4d.weight"]).view(1, 1, 5, 5, 5, 5)
        self.bias4 = state["learner.chm4d.bias"]
        axis = torch.linspace(-1, 1, FINE)
        self.positions = torch.stack([axis.repeat(FINE), axis.repeat_interleave(FINE)])
        cells = torch.cartesian_prod(torch.arange(FINE), torch.arange(FINE)).float()
        self.gaussian = torch.exp(-torch.cdist(cells, cells) ** 2 / (2 * 17.0**2))
        self.weights = self.keypoint_weights()

    @staticmethod
    def fold(state):
        """The scale axes of the 6-D kernel as channels: [9, 9, 5, 5, 5, 5]."""
        groups = ([4], [0, 8], [2, 6], [1, 3, 5, 7])
        scales = torch.zeros(9, 5, 5, 5, 5)
        for g, members in enumerate(groups):
            scales[members] = expand(state[f"learner.chm6d.param.{g}"], len(members))
        scales = scales.view(3, 3, 5, 5, 5, 5)
        weight = torch.zeros(3, 3, 3, 3, 5, 5, 5, 5)
        for a in range(3):
            for b in range(3):
                for i in range(max(0, a - 1), min(3, a + 2)):
                    for j in range(max(0, b - 1), min(3, b + 2)):
                        weight[a, b, i, j] = scales[i - a + 1, j - b + 1]
        return weight.view(9, 9, 5, 5, 5, 5)

    def keypoint_weights(self):
        """[49, 900]: how much each fine position counts for each grid point."""
        grid = (torch.linspace(18, 222, POINTS) - 120) / 120
        points = torch.stack([grid.repeat_interleave(POINTS), grid.repeat(POINTS)], 1)
        distance = (points[:, None] - self.positions.t()[None]).pow(2).sum(-1)
        weights = (0.1 - torch.sqrt(distance + 1e-5)).clamp(min=0)
        return weights / weights.sum(1, keepdim=True)

    def descriptors(self, features):
        """[B, 1024, 15, 15] to, per scale, unit vectors [B, 256, n, n]."""
        return [
            F.normalize(F.conv2d(resize(features, n), weight, padding=1), dim=1)
            for n, weight in zip(SCALES, self.reduce)
        ]

    def correlations(self, query, candidates):
        """[B, 9, 15, 15, 15, 15]"""
        pairs = []
        for s in query:
            for t in candidates:
                cosines = torch.einsum("cij,bckl->bijkl", s[0], t)
                pairs.append(resize4(cosines, SIDE))
        return torch.stack(pairs, 1).clamp(min=0)

    def transfer(self, query, candidates):
        """Descriptors of one query and B candidates to points [B, 2 (x, y), 49] in [-1, 1]."""
        votes = convolve4(self.correlations(query, candidates), self.weight6, self.bias6)
        best = resize4(torch.sigmoid(votes).amax(1), FINE)
        final = F.softplus(convolve4(best[:, None], self.weight4, self.bias4))
        return self.points(final.reshape(-1, FINE * FINE, FINE * FINE))

    def points(self, c):
        def positive(maximum):
            return maximum.masked_fill(maximum == 0, 1e-30)

        mutual = c * (c / positive(c.amax(2, keepdim=True))) * (c / positive(c.amax(1, keepdim=True)))
        near = self.gaussian[mutual.argmax(2)]
        probabilities = torch.softmax(mutual * near, 2)
        return (self.positions @ probabilities.transpose(1, 2)) @ self.weights.t()


def compare(query, candidates, points):
    """Published similarity maps and attention, both [B, 7, 7].

    query [2048, 7, 7], candidates [B, 2048, 7, 7], points [B, 2, 49]
    """
    cells = ((points + 1) / 2 * POINTS).long().clamp(max=POINTS - 1)
    target = candidates.flatten(2).gather(
        2, (cells[:, 0] * POINTS + cells[:, 1])[:, None].expand(-1, candidates.shape[1], -1)
    )
    maps = F.cosine_similarity(query.flatten(1)[None], target, dim=1, eps=1e-6)
    source, all_cells = query.flatten(1), candidates.flatten(2)
    lengths = source.mean(1).norm() * all_cells.mean(2).norm(dim=1)
    attention = torch.einsum("cq,bc->bq", source, all_cells.sum(2)) / (lengths[:, None] * POINTS**4)
    return maps.view(-1, POINTS, POINTS), attention.view(-1, POINTS, POINTS)


def scores(maps, attention, threshold=0.55):
    """Mean of the five best cells that the query's attention keeps: [B]."""
    low, high = attention.amin((1, 2), keepdim=True), attention.amax((1, 2), keepdim=True)
    kept = maps * ((attention - low) / (high - low) >= threshold)
    return kept.flatten(1).topk(5).values.mean(1)
