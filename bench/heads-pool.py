"""Trains heads of folds in PyTorch as bench/heads-pool.ts tells: reads counts of heads and epochs a line, answers with seconds.

Its first line is the GFLOP/s of its matrix product; after the end of its input it prints its peak memory in MiB. Every
epoch takes the rows of its fold in batches in random order and counts how many of the rows held out it names right.
Arguments: dimension, hidden units, classes, rows, folds, batch size, threads.
"""

import resource
import sys
import time

import torch
from torch import nn

dimension, hidden, classes, row_count, folds, batch, threads = map(int, sys.argv[1:8])
torch.set_num_threads(threads)
torch.manual_seed(1)
torch.set_flush_denormal(True)
rows, labels = torch.randn(row_count, dimension) / dimension**0.5, torch.arange(row_count) % classes
loss_of = nn.CrossEntropyLoss()


def train(fold, epochs):
    held_out = torch.arange(row_count) % folds == fold % folds
    places = torch.nonzero(~held_out).flatten()
    net = nn.Sequential(nn.Linear(dimension, hidden), nn.ReLU(), nn.Dropout(0.25), nn.Linear(hidden, classes))
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3, foreach=True)
    for _ in range(epochs):
        net.train()
        for step in places[torch.randperm(len(places))].split(batch):
            optimiser.zero_grad(set_to_none=True)
            loss_of(net(rows[step]), labels[step]).backward()
            optimiser.step()
        net.eval()
        with torch.no_grad():
            (net(rows[held_out]).argmax(1) == labels[held_out]).float().mean().item()


def matrix_product_gflops(side=1024):
    a, b = torch.randn(side, side), torch.randn(side, side)
    a @ b
    started = time.perf_counter()
    for _ in range(5):
        a @ b
    return 5 * 2 * side**3 / (time.perf_counter() - started) / 1e9


print(matrix_product_gflops(), flush=True)
for line in sys.stdin:
    heads, epochs = map(int, line.split())
    started = time.perf_counter()
    for head in range(heads):
        train(head, epochs)
    print(time.perf_counter() - started, flush=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
