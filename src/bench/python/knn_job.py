"""knn_job.py TRAIN VAL CHECKPOINT: two passes of torchvision, as the published program makes them: the gallery is embedded,
then the queries, then ranked by one product and topk."""

import sys

import torch
import torchvision
from torch.nn.functional import normalize
from torch.utils.data import DataLoader

import side
import transforms
import trunk

transform = torchvision.transforms.Compose([transforms.KNN, *transforms.NORMALISED])
network = trunk.resnet50(sys.argv[3])


def embed(folder):
    images = torchvision.datasets.ImageFolder(folder, transform)
    batches = DataLoader(images, batch_size=trunk.BATCH, num_workers=side.cores())
    return normalize(torch.cat([network(batch) for batch, _ in batches]))


def rank():
    gallery = embed(sys.argv[1])
    similarities = embed(sys.argv[2]) @ gallery.t()
    similarities.topk(min(100, len(gallery)))


side.serve(
    f"torch {torch.__version__}, torchvision {torchvision.__version__}, eager float32, "
    f"batches of {trunk.BATCH}, {side.cores()} DataLoader workers",
    rank,
)
