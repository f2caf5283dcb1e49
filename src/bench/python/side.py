"""The other side of a benchmark: loads, says ready, then answers each line "go" with the seconds of one round."""

import os
import re
import sys
import time

import torch


def cores():
    """Cores that this process may use; src/bench/bench has bound it to them."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def blas():
    """The libraries of matrix products that this process has loaded; Debian's reference BLAS is 12 times slower than OpenBLAS."""
    maps = open("/proc/self/maps").read() if os.path.exists("/proc/self/maps") else ""
    found = {os.path.join(*path) for path in re.findall(r"/([^/\s]+)/([^/\s]*(?:blas|blis|mkl)[^/\s]*)\n", maps)}
    names = ["reference BLAS (slow)" if name.startswith("blas/") else name for name in sorted(found)]
    return ", ".join(names) or "BLAS built in"


def serve(about, work, threads=None):
    """Runs `work` once to warm up, then once per "go". A text that it returns is printed behind the seconds."""
    torch.set_num_threads(threads or cores())
    torch.set_grad_enabled(False)
    work()
    print(f"ready {about}; {blas()}", flush=True)
    for line in sys.stdin:
        if line.strip() == "go":
            start = time.perf_counter()
            note = work()
            seconds = time.perf_counter() - start
            print(seconds, note if isinstance(note, str) else "", flush=True)


def lines(path):
    with open(path) as file:
        return file.read().splitlines()
