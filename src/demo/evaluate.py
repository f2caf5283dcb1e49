"""The demo's whole way in Python, as a check: kNN, CHM-Corr and CHM-Corr+ on species drawn from other seeds.

Usage: evaluate.py RESNET16.pth CHM.pt N BIRDS...
"""
import sys, time

import torch
from torch.nn import functional as F

import birds
from chm import Learner
from networks import layer3, load_resnet16

VOTES = (1, 3, 5, 10, 20)
T = 0.55
G = torch.linspace(18, 222, 7)
# Grid point p = i*7+j lies at x = G[i], y = G[j].
KEYPOINTS = (torch.stack(torch.meshgrid(G, G, indexing="ij"), -1).view(49, 2) - 120) / 120
TOP_5 = (2, 3, 12, 13, 14)


class Images:
    """Everything that is computed once per image."""

    def __init__(self, net, learner, root, split):
        self.paths, self.labels = zip(*birds.images(root, split))
        self.embedding, self.layer4, self.descriptors = [], [], []
        layer4_input = birds.LAYER4_QUERY if split == "val" else birds.EMBED
        for path in self.paths:
            pooled = layer4(net, birds.load(path, birds.EMBED)).mean((1, 2))
            self.embedding.append(F.normalize(pooled, dim=0))
            self.layer4.append(layer4(net, birds.load(path, layer4_input)))
            self.descriptors.append(learner.descriptors(layer3(net, birds.load(path, birds.MATCH)[None]))[0])
        self.embedding = torch.stack(self.embedding)


def layer4(net, image):
    """[512, 7, 7]"""
    return net.layer4(layer3(net, image[None]))[0]


def maps(s, t, points):
    """Similarity maps [7, 7] by published and by right axes, and the cells that attention keeps."""
    x, y = ((points + 1) / 2 * 7).int().clamp(max=6).view(7, 7, 2).long().unbind(-1)
    published = F.cosine_similarity(s, t[:, x, y], dim=0, eps=1e-6)
    aligned = F.cosine_similarity(s, t[:, y.T, x.T], dim=0, eps=1e-6)
    attention = torch.einsum("cij,c->ij", s, t.sum((1, 2)))
    low, high = attention.min(), attention.max()
    return published, aligned, (attention - low) / (high - low) >= T


def mask(path, parts, wanted):
    cells = torch.zeros(7, 7)
    shown = [at for part, at in parts.items() if part in wanted]
    if shown:
        for x, y in torch.div(birds.in_crop(path, shown), 34, rounding_mode="floor").long().tolist():
            if 0 <= x < 7 and 0 <= y < 7:
                cells[y, x] = 1
    return cells


def vote(labels, k):
    """Majority, smallest label on a tie."""
    counts = torch.bincount(torch.tensor(labels[:k]))
    return counts.argmax().item()


def score(similarity, kept):
    return (similarity * kept).flatten().topk(5).values.mean()


@torch.no_grad()
def evaluate(net, learner, root, n):
    """{method: [share of right answers for each number of votes]}"""
    gallery, queries = Images(net, learner, root, "train"), Images(net, learner, root, "val")
    located, right = birds.parts(root), {}
    for q, path in enumerate(queries.paths):
        order = (gallery.embedding @ queries.embedding[q]).argsort(descending=True)[:n].tolist()
        masks = {name: mask(path, located[birds.key(path)], wanted) for name, wanted in (("all", range(1, 16)), ("top 5", TOP_5))}
        scores = {"kNN": [-i for i in range(n)]}
        for start in range(0, n, 10):
            some = order[start:start + 10]
            source = queries.descriptors[q].expand(len(some), -1, -1, -1, -1)
            target = torch.stack([gallery.descriptors[c] for c in some])
            for c, points in zip(some, learner.transfer(source, target, KEYPOINTS.expand(len(some), -1, -1))):
                published, aligned, kept = maps(queries.layer4[q], gallery.layer4[c], points)
                for axes, similarity in (("published", published), ("aligned", aligned)):
                    scores.setdefault(f"CHM-Corr {axes}", []).append(score(similarity, kept))
                    for name, cells in masks.items():
                        scores.setdefault(f"CHM-Corr+ {name} {axes}", []).append((similarity * cells).sum())
        for method, values in scores.items():
            ranked = torch.tensor(values).sort(descending=True, stable=True).indices.tolist()
            labels = [gallery.labels[order[i]] for i in ranked]
            right.setdefault(method, []).append([vote(labels, k) == queries.labels[q] for k in VOTES])
    return {method: torch.tensor(hits).float().mean(0) for method, hits in right.items()}


def load_learner(file):
    state = {name[8:]: value.float() for name, value in torch.load(file).items() if name.startswith("learner.")}
    descriptor, channels = state["conv2ds.0.weight"].shape[:2]
    learner = Learner(channels, descriptor)
    learner.load_state_dict(state)
    return learner


if __name__ == "__main__":
    torch.set_num_threads(1)
    net, learner, n, total = load_resnet16(sys.argv[1]), load_learner(sys.argv[2]), int(sys.argv[3]), {}
    print("votes" + " " * 27 + "".join(f"{k:8d}" for k in VOTES))
    for root in sys.argv[4:]:
        start = time.time()
        for method, shares in evaluate(net, learner, root, n).items():
            total.setdefault(method, []).append(shares)
            print(f"{root[-10:]:10s} {method:21s}" + "".join(f"{share:8.1%}" for share in shares))
        print(f"{time.time() - start:.0f} s", flush=True)
    for method, shares in total.items():
        print(f"mean       {method:21s}" + "".join(f"{share:8.1%}" for share in torch.stack(shares).mean(0)))
