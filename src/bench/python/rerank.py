"""rerank.py CHM TRUNK QUERIES [KEEP]: the eager implementation, files to scores. Each line of QUERIES is a query and its
candidates, tab-separated. A round is one query. With KEEP a candidate's features are kept for later queries."""

import itertools
import sys
import time

import torch

import eager
import side
import transforms

IMAGES = 8  # at a time through the backbones
PAIRS = 2  # at a time through the Hough layers: 1 to 5 are level here, 10 slower


class Models:
    def __init__(self, chm, trunk):
        state = torch.load(chm, map_location="cpu")
        self.hough = eager.Hough(state)
        self.source, self.target = eager.resnet101(state, 0), eager.resnet101(state, 1)
        self.trunk = eager.resnet50(trunk)

    def features(self, backbone, layer4, paths):
        """Per image: descriptors, a list of three [1, 256, n, n], and cells [1, 2048, 7, 7]."""
        images = [transforms.read(path) for path in paths]
        chm = torch.stack([transforms.tensor(transforms.CHM, image) for image in images])
        cells = self.trunk(torch.stack([transforms.tensor(layer4, image) for image in images]))
        descriptors = self.hough.descriptors(backbone(chm))
        return [([d[i : i + 1] for d in descriptors], cells[i : i + 1]) for i in range(len(paths))]

    def query(self, path):
        return self.features(self.source, transforms.LAYER4_QUERY, [path])[0]

    def candidates(self, paths):
        features = []
        for start in range(0, len(paths), IMAGES):
            batch = paths[start : start + IMAGES]
            features += self.features(self.target, transforms.LAYER4_CANDIDATE, batch)
        return features

    def match(self, query, candidates):
        """Scores of all candidates."""
        descriptors, cells = query
        scores = []
        for start in range(0, len(candidates), PAIRS):
            batch = candidates[start : start + PAIRS]
            target = [torch.cat(level) for level in zip(*(c[0] for c in batch))]
            points = self.hough.transfer(descriptors, target)
            maps = eager.compare(cells[0], torch.cat([c[1] for c in batch]), points)
            scores.append(eager.scores(*maps))
        return torch.cat(scores)


def main():
    models = Models(*sys.argv[1:3])
    queries = itertools.cycle([line.split("\t") for line in side.lines(sys.argv[3])])
    keep = len(sys.argv) > 4
    kept = {}

    def one_query():
        path, *candidates = next(queries)
        start = time.perf_counter()
        missing = [c for c in candidates if c not in kept]
        kept.update(zip(missing, models.candidates(missing)))
        query = models.query(path)
        middle = time.perf_counter()
        models.match(query, [kept[c] for c in candidates])
        end = time.perf_counter()
        if not keep:
            kept.clear()
        return f"features {middle - start:.1f} s, pairs {end - middle:.1f} s"

    side.serve(f"torch {torch.__version__}, eager float32, batched", one_query)


if __name__ == "__main__":
    main()
