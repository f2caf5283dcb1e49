"""The drawn data set as tensors: images by the transforms of the published program, part positions from CUB's files."""
import os
from collections import defaultdict

import torch
from PIL import Image
from torchvision import transforms as T
from torchvision.datasets import ImageFolder

NORMALISE = T.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
TO_INPUT = [T.ToTensor(), NORMALISE]
EMBED = T.Compose([T.Resize(256), T.CenterCrop(224)] + TO_INPUT)  # also layer 4 of a gallery image
MATCH = T.Compose([T.Resize(240), T.CenterCrop(240)] + TO_INPUT)
LAYER4_QUERY = T.Compose([T.Resize(240), T.CenterCrop(240), T.Resize((224, 224))] + TO_INPUT)


def load(path, transform):
    return transform(Image.open(path).convert("RGB"))


def images(root, split):
    """[(path, label)] in ImageFolder order."""
    return ImageFolder(os.path.join(root, split)).samples


def key(path):
    """"class/file", as images.txt has it."""
    return "/".join(path.split("/")[-2:])


def parts(root):
    """{"class/file": {part id: (x, y)}} of the visible parts, in pixels."""
    names = dict(line.split() for line in open(os.path.join(root, "images.txt")))
    found = defaultdict(dict)
    for line in open(os.path.join(root, "parts/part_locs.txt")):
        image, part, x, y, visible = line.split()
        if visible == "1":
            found[names[image]][int(part)] = (float(x), float(y))
    return found


def in_crop(path, points):
    """Pixels of the image to pixels of MATCH's 240 x 240 crop: [n, 2]."""
    width, height = Image.open(path).size
    short = min(width, height)
    size = [240 if side == short else int(240 * side / short) for side in (width, height)]
    scale = torch.tensor([size[0] / width, size[1] / height])
    return torch.tensor(points) * scale - (torch.tensor(size) - 240) / 2
