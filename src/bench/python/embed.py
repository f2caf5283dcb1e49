"""embed.py LIST CHECKPOINT: torchvision eager, file to embedding, float32."""

import sys

import torch
import torchvision

import side
import trunk

network = trunk.resnet50(sys.argv[2])
batches = trunk.loader(side.lines(sys.argv[1]), workers=side.cores())
side.serve(
    f"torch {torch.__version__}, torchvision {torchvision.__version__}, eager float32, "
    f"batches of {trunk.BATCH}, {side.cores()} DataLoader workers",
    lambda: trunk.embed(network, batches),
)
