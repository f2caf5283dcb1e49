"""pair.py CHM TRUNK IMAGES: the eager implementation from descriptors to 49 points and maps; the first image is the query."""

import sys

import torch

import rerank
import side

models = rerank.Models(*sys.argv[1:3])
query, *candidates = side.lines(sys.argv[3])
torch.set_grad_enabled(False)
torch.set_num_threads(side.cores())
features = models.query(query), models.candidates(candidates)
side.serve(f"torch {torch.__version__}, eager float32", lambda: models.match(*features))
