"""search.py GALLERY QUERIES DIMENSION K OUT: faiss IndexFlatIP over raw float32 files. OUT gets the ids, int64 [queries, K]."""

import sys

import faiss
import numpy

import side

dimension, k = int(sys.argv[3]), int(sys.argv[4])
gallery, queries = (numpy.fromfile(path, "<f4").reshape(-1, dimension) for path in sys.argv[1:3])
faiss.omp_set_num_threads(side.cores())
index = faiss.IndexFlatIP(dimension)
index.add(gallery)
_, ids = index.search(queries, k)
ids.tofile(sys.argv[5])


def search():
    index.search(queries, k)


side.serve(f"faiss {faiss.__version__}, IndexFlatIP, {side.cores()} threads", search)
