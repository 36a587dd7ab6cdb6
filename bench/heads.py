"""Trains a head in PyTorch as bench/heads.ts tells: reads a batch size and a count of steps a line, answers with
the seconds on the clock and of the processor.

To the line `product` it answers with the GFLOP/s of numpy's sgemm, whose BLAS is PyTorch's too: without OpenBLAS behind
Debian's libblas.so.3 it is a tenth of the machine's. Its first line says that it is ready.
Rows are random: time does not depend on them. Arguments: dimension, hidden units, classes, rows, threads.
"""

import sys
import time

import numpy
import torch
from torch import nn

dimension, hidden, classes, row_count, threads = map(int, sys.argv[1:6])
torch.set_num_threads(threads)
torch.manual_seed(1)
torch.set_flush_denormal(True)
rows, labels = torch.randn(row_count, dimension) / dimension**0.5, torch.arange(row_count) % classes
net = nn.Sequential(nn.Linear(dimension, hidden), nn.ReLU(), nn.Dropout(0.25), nn.Linear(hidden, classes))
optimiser = torch.optim.Adam(net.parameters(), lr=1e-3, foreach=True)
loss_of = nn.CrossEntropyLoss()


def matrix_product_gflops(side=1024):
    a = numpy.random.default_rng(1).standard_normal((side, side), dtype=numpy.float32)
    a @ a
    started = time.perf_counter()
    for _ in range(5):
        a @ a
    return 5 * 2 * side**3 / (time.perf_counter() - started) / 1e9


def training_seconds(batch, steps):
    places = torch.randint(row_count, (steps, batch))
    started, busy = time.perf_counter(), time.process_time()
    for step in range(steps):
        optimiser.zero_grad(set_to_none=True)
        loss_of(net(rows[places[step]]), labels[places[step]]).backward()
        optimiser.step()
    return f"{time.perf_counter() - started} {time.process_time() - busy}"


print(1, flush=True)
for line in sys.stdin:
    asked = line.split()
    print(matrix_product_gflops() if asked == ["product"] else training_seconds(*map(int, asked)), flush=True)
