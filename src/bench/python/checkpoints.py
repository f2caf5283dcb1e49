"""checkpoints.py RESNET CHM: checkpoints of the published keys and shapes with random weights, for timing only."""

import sys

import torch
import torchvision


def random(network):
    """BatchNorm scales below one, so that untrained residual blocks do not blow up."""
    state = network().state_dict()
    for name in state:
        if "bn3.weight" in name:
            state[name] = torch.full_like(state[name], 0.2)
    return state


def chm():
    source, target = random(torchvision.models.resnet101), random(torchvision.models.resnet101)
    state = {}
    for name, value in source.items():
        joined = value.dim() > 0 and not name.startswith("fc")
        state["backbone." + name] = torch.cat([value, target[name]]) if joined else value
    for scale in range(3):
        state[f"learner.conv2ds.{scale}.weight"] = torch.randn(256, 1024, 3, 3) / 96
    for group in range(4):
        state[f"learner.chm6d.param.{group}"] = torch.rand(55)
    state["learner.chm6d.bias"] = torch.tensor([-6.0])
    state["learner.chm4d.weight"] = torch.rand(55)
    state["learner.chm4d.bias"] = torch.tensor([-10.0])
    return state


torch.manual_seed(0)
torch.save(random(torchvision.models.resnet50), sys.argv[1])
torch.save(chm(), sys.argv[2])
