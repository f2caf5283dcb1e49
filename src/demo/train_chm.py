"""Trains the matching part on birds that the demo never shows. Usage: train_chm.py BIRDS RESNET16.pth OUT.pt

The descriptors (conv2ds) are trained: each part of one bird is to be found in another. The Hough kernels are set by hand:
neighbours vote for displacements like their own. (Sixty steps of training them too, at 0.5 s a pair, made the transfer
worse: PCK@0.15 0.53 after 0.76 with an earlier trunk.) The trunk stays as it is, so both halves of the backbone are equal.
"""
import random, sys, time

import torch
from torch.nn import functional as F

import birds
from chm import Learner, PsiKernel, SCALE_GROUPS
from networks import layer3, load_resnet16, save

BIRDS, TRUNK, OUT = (sys.argv + [""] * 3)[1:4]
PER_SPECIES, STEPS = 6, 600
# The side that is seen: CUB's left eye, leg and wing answer to the right ones.
SAME = {7: 11, 8: 12, 9: 13}


class Pairs:
    """Layer-3 features and part positions of a few images of every species; the last two of each are held out."""

    def __init__(self, net):
        samples, located = birds.images(BIRDS, "train"), birds.parts(BIRDS)
        self.species = [[] for _ in range(samples[-1][1] + 1)]
        for path, label in samples:
            if len(self.species[label]) < PER_SPECIES:
                with torch.no_grad():
                    features = layer3(net, birds.load(path, birds.MATCH)[None])[0]
                self.species[label].append((features, self.points(path, located[birds.key(path)])))

    @staticmethod
    def points(path, parts):
        """{part: (x, y) in [-1, 1]}"""
        xy = (birds.in_crop(path, list(parts.values())) - 120) / 120
        # The far leg has the other name, and is close enough to confuse: the near one only.
        far = 8 if 13 in parts else 12
        return {SAME.get(p, p): at for p, at in zip(parts, xy) if at.abs().max() < 1 and p != far}

    def draw(self, count, rng, held_out=False):
        """Source and target features, keypoints of both [B, K, 2], and which count [B, K]; half the pairs are sisters."""
        pairs = []
        while len(pairs) < count:
            one = rng.randrange(len(self.species))
            other = one - one % 4 + rng.randrange(4) if rng.random() < 0.5 else rng.randrange(len(self.species))
            i, j = (-1, -2) if held_out else rng.sample(range(PER_SPECIES - 2), 2)
            pairs.append((self.species[one][i], self.species[other][j]))
        source, target, shown = torch.zeros(count, 15, 2), torch.zeros(count, 15, 2), torch.zeros(count, 15, dtype=torch.bool)
        for b, ((_, s), (_, t)) in enumerate(pairs):
            for part in s.keys() & t.keys():
                source[b, part - 1], target[b, part - 1], shown[b, part - 1] = s[part], t[part], True
        return torch.stack([s[0] for s, _ in pairs]), torch.stack([t[0] for _, t in pairs]), source, target, shown


def descriptor_loss(learner, batch):
    """Cross entropy of finding a part's cell among the target's 225, for all nine pairs of scales."""
    source_features, target_features, source, target, shown = batch
    s, t = learner.descriptors(source_features), learner.descriptors(target_features)
    at = F.grid_sample(s.flatten(0, 1), source.repeat_interleave(3, 0)[:, :, None], align_corners=True)
    at = at[..., 0].view(len(s), 3, -1, source.shape[1])
    logits = torch.einsum("badk,bcdn->backn", at, t.flatten(3)) / 0.05
    cell = ((target + 1) * 7).round().long()
    cell = (cell[..., 1] * 15 + cell[..., 0])[:, None, None].expand(logits.shape[:-1])
    return F.cross_entropy(logits.flatten(0, 3), cell.flatten(), reduction="none").view(cell.shape).permute(0, 3, 1, 2)[shown].mean()


def vote_for_neighbours(learner):
    """Kernels that fall off with the difference of two displacements and with their length."""
    fall = torch.exp(-PsiKernel.distances[:, 2] / 2 - PsiKernel.distances[:, 0] / 10) / PsiKernel.share
    for parameter, group, weight in zip(learner.chm6d.param, SCALE_GROUPS, (1, 0.6, 0.25, 0.5)):
        parameter.data = 4 * fall * len(group) * weight / 60
    learner.chm6d.bias.data.fill_(-6)
    learner.chm4d.weight.data = 8 * fall / 10
    learner.chm4d.bias.data.fill_(-10)


def train(learner, pairs):
    rng, start, values = random.Random(0), time.time(), []
    optimiser = torch.optim.Adam(learner.conv2ds.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1, 0.01, STEPS)
    for step in range(STEPS):
        loss = descriptor_loss(learner, pairs.draw(12, rng))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        values.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"step {step + 1}: loss {sum(values[-50:]) / 50:.3f}, {time.time() - start:.0f} s", flush=True)


@torch.no_grad()
def pck(learner, pairs, count=48):
    """Share of the parts of held-out images that land within 0.15 of the image's side, and of parts that stay put."""
    rng, moved, stayed = random.Random(1), [], []
    for _ in range(count // 4):
        s, t, source, target, shown = pairs.draw(4, rng, held_out=True)
        points = learner.transfer(learner.descriptors(s), learner.descriptors(t), source)
        moved.append(((points - target).norm(dim=-1) < 0.3)[shown])
        stayed.append(((source - target).norm(dim=-1) < 0.3)[shown])
    return torch.cat(moved).float().mean().item(), torch.cat(stayed).float().mean().item()


def checkpoint(net, learner):
    """Named and shaped as pas_psi.pt: source and target trunk as one network with two groups, along dimension 0."""
    state = {}
    for name, value in net.state_dict().items():
        if not name.startswith(("layer4", "fc")):
            state["backbone." + name] = value if value.dim() == 0 else torch.cat([value, value])
    for name, value in learner.state_dict().items():
        state["learner." + name] = value
    return state


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net, learner, start = load_resnet16(TRUNK), Learner(), time.time()
    pairs = Pairs(net)
    print(f"features {time.time() - start:.0f} s", flush=True)
    vote_for_neighbours(learner)
    train(learner, pairs)
    print("PCK@0.15 %.3f, staying put %.3f" % pck(learner, pairs), flush=True)
    save(checkpoint(net, learner), OUT, legacy=True)
