"""decode.py LIST: Pillow and torchvision, file to the 224 x 224 crop, on one core."""

import sys

import PIL
import torchvision

import side
import transforms

paths = side.lines(sys.argv[1])


def crops():
    for path in paths:
        transforms.KNN(transforms.read(path))


side.serve(f"Pillow {PIL.__version__}, torchvision {torchvision.__version__}", crops, threads=1)
