"""Trains a head in PyTorch as bench/heads.ts tells: reads a batch size and a count of steps a line, answers with seconds a line.

Its first line is the GFLOP/s of its matrix product: without OpenBLAS behind Debian's libblas.so.3 it is a tenth of the machine's.
Rows are random: time does not depend on them. Arguments: dimension, hidden units, classes, rows, threads.
"""

import sys
import time

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
    a, b = torch.randn(side, side), torch.randn(side, side)
    a @ b
    started = time.perf_counter()
    for _ in range(5):
        a @ b
    return 5 * 2 * side**3 / (time.perf_counter() - started) / 1e9


print(matrix_product_gflops(), flush=True)
for line in sys.stdin:
    batch, steps = map(int, line.split())
    places = torch.randint(row_count, (steps, batch))
    started = time.perf_counter()
    for step in range(steps):
        optimiser.zero_grad(set_to_none=True)
        loss_of(net(rows[places[step]]), labels[places[step]]).backward()
        optimiser.step()
    print(time.perf_counter() - started, flush=True)
