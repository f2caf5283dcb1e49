#!/usr/bin/python3
"""Writes the three traced.*.pt beside it, as users trace their own networks (PyTorch 1.13).
The network is an average over 32 x 32 pixels, then a 1x1 convolution from 3 to 2 channels:
channel 0 = red + 2 * blue, channel 1 = green - 1, of ImageNet-normalised colours."""
import os

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
convolution = torch.nn.Conv2d(3, 2, 1)
convolution.weight.data = torch.tensor([[1.0, 0, 2], [0, 1, 0]]).view(2, 3, 1, 1)
convolution.bias.data = torch.tensor([0.0, -1])
features = torch.nn.Sequential(torch.nn.AvgPool2d(32), convolution)
pooled = torch.nn.Sequential(features, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())
narrow = torch.nn.Sequential(torch.nn.Conv2d(4, 2, 1))
for name, network, channels in (("map", features, 3), ("pooled", pooled, 3), ("wrong", narrow, 4)):
    network.eval()
    traced = torch.jit.trace(network, torch.zeros(1, channels, 224, 224))
    torch.jit.save(traced, os.path.join(HERE, "traced.%s.pt" % name))
