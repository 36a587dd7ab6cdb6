"""Writes mxnet-ir-resnet.json: embeddings of small IR-ResNets (Deng et al. 2019, ArcFace, section 3.2) in PyTorch, float64.

Weights and crops are made by a formula that test/support/made-numbers.ts follows bit for bit.
"""

import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

WIDTHS = [4, 4, 6, 8, 12]
DIMENSION = 16
NETWORKS = {"r34": [3, 4, 6, 3], "r50": [3, 4, 14, 3], "r100": [3, 13, 30, 3]}
EPS = 2e-5


def made_numbers(name, count, low, high):
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    bits = (np.arange(1, count + 1, dtype=np.uint64) * 0x9E3779B1 & 0xFFFFFFFF) ^ np.uint64(seed)
    bits = (bits ^ (bits >> np.uint64(15))) * np.uint64(0x85EBCA77) & np.uint64(0xFFFFFFFF)
    bits = (bits ^ (bits >> np.uint64(13))) * np.uint64(0xC2B2AE3D) & np.uint64(0xFFFFFFFF)
    fraction = (bits ^ (bits >> np.uint64(16))).astype(np.float64) / 2.0**32
    return (low + (high - low) * fraction).astype(np.float32)


def tensor(name, *dims, between=(-0.2, 0.2)):
    values = made_numbers(name, math.prod(dims), *between)
    return torch.from_numpy(values).double().reshape(dims)


def weight(name, *dims):
    bound = math.sqrt(3 / math.prod(dims[1:]))
    return tensor(f"{name}_weight", *dims, between=(-bound, bound))


def conv(x, name, out, side, stride=1):
    return F.conv2d(x, weight(name, out, x.shape[1], side, side), stride=stride, padding=side // 2)


def norm(x, name, scaled=True):
    n = x.shape[1]
    mean, beta = tensor(f"{name}_moving_mean", n), tensor(f"{name}_beta", n)
    variance = tensor(f"{name}_moving_var", n, between=(0.5, 1.5))
    gamma = tensor(f"{name}_gamma", n, between=(0.5, 1.5)) if scaled else torch.ones(n).double()
    return F.batch_norm(x, mean, variance, gamma, beta, eps=EPS)


def prelu(x, name):
    return F.prelu(x, tensor(f"{name}_gamma", x.shape[1], between=(0.1, 0.4)))


def unit(x, name, out, stride):
    y = conv(norm(x, f"{name}_bn1"), f"{name}_conv1", out, 3)
    y = prelu(norm(y, f"{name}_bn2"), f"{name}_relu1")
    y = norm(conv(y, f"{name}_conv2", out, 3, stride), f"{name}_bn3")
    return y + (x if stride == 1 else norm(conv(x, f"{name}_conv1sc", out, 1, stride), f"{name}_sc"))


def network(pixels, units):
    x = (pixels - 127.5) / 128
    x = prelu(norm(conv(x, "conv0", WIDTHS[0], 3), "bn0"), "relu0")
    for stage, count in enumerate(units):
        for index in range(count):
            x = unit(x, f"stage{stage + 1}_unit{index + 1}", WIDTHS[stage + 1], 2 if index == 0 else 1)
    x = norm(x, "bn1").flatten(1)
    x = F.linear(x, weight("pre_fc1", DIMENSION, x.shape[1]), tensor("pre_fc1_bias", DIMENSION))
    return norm(x, "fc1", scaled=False)


crops = torch.from_numpy(np.floor(made_numbers("crops", 2 * 3 * 112 * 112, 0, 256))).double().reshape(2, 3, 112, 112)
cases = [
    {"name": name, "units": units, "embeddings": [[float(f"{v:.9g}") for v in row] for row in network(crops, units).tolist()]}
    for name, units in NETWORKS.items()
]
golden = {"torch": torch.__version__, "widths": WIDTHS, "dimension": DIMENSION, "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
