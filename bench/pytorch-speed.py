"""Times PyTorch on one thread: reads the name of a network and a count of passes a line, answers with seconds a line.

The crops are float32 [n, 3, 112, 112] in the file named on the command line. The weights are PyTorch's own at random, the
statistics of every BatchNorm those of the crops: without them values fade to denormal numbers, which are slow.
"""

import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)


def conv(inside, outside, side, stride=1, groups=1, padding=None):
    padding = side // 2 if padding is None else padding
    return nn.Conv2d(inside, outside, side, stride, padding, groups=groups, bias=False)


class Unit(nn.Module):
    """The residual unit of an IR-ResNet (Deng et al. 2019, ArcFace, section 3.2)."""

    def __init__(self, inside, outside, stride):
        super().__init__()
        self.body = nn.Sequential(
            *(nn.BatchNorm2d(inside), conv(inside, outside, 3), nn.BatchNorm2d(outside), nn.PReLU(outside)),
            *(conv(outside, outside, 3, stride), nn.BatchNorm2d(outside)),
        )
        self.shortcut = nn.Identity()
        if stride == 2:
            self.shortcut = nn.Sequential(conv(inside, outside, 1, 2), nn.BatchNorm2d(outside))

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def ir_resnet50():
    widths, units, layers = [64, 64, 128, 256, 512], [3, 4, 14, 3], []
    layers += [conv(3, 64, 3), nn.BatchNorm2d(64), nn.PReLU(64)]
    for stage, count in enumerate(units):
        for index in range(count):
            inside = widths[stage] if index == 0 else widths[stage + 1]
            layers.append(Unit(inside, widths[stage + 1], 2 if index == 0 else 1))
    return nn.Sequential(*layers, nn.BatchNorm2d(512), nn.Flatten(), nn.Linear(25088, 512), nn.BatchNorm1d(512))


def normed(inside, outside, side, stride=1, groups=1, padding=None, has_prelu=True):
    layers = [conv(inside, outside, side, stride, groups, padding), nn.BatchNorm2d(outside)]
    return nn.Sequential(*layers, *([nn.PReLU(outside)] if has_prelu else []))


class Bottleneck(nn.Module):
    def __init__(self, inside, wide, outside, stride):
        super().__init__()
        self.body = nn.Sequential(
            *(normed(inside, wide, 1), normed(wide, wide, 3, stride, wide), normed(wide, outside, 1, has_prelu=False)),
        )
        self.is_residual = stride == 1

    def forward(self, x):
        return x + self.body(x) if self.is_residual else self.body(x)


def mobilefacenet():
    stages = [(64, 128, 64, 2, 4), (64, 256, 128, 2, 6), (128, 512, 128, 2, 2)]
    layers = [normed(3, 64, 3, 2), normed(64, 64, 3, 1, 64)]
    for place, (inside, wide, outside, stride, repeats) in enumerate(stages):
        layers.append(Bottleneck(inside, wide, outside, stride))
        inner = [128, 256, 256][place]
        layers += [Bottleneck(outside, inner, outside, 1) for _ in range(repeats)]
    head = [normed(128, 512, 1), normed(512, 512, 7, 1, 512, 0, has_prelu=False), normed(512, 128, 1, has_prelu=False)]
    return nn.Sequential(*layers, *head, nn.Flatten())


def settled(network):
    for layer in network.modules():
        if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
            layer.momentum = 1.0
    with torch.no_grad():
        network.train()(crops[:, 0])
    return network.eval()


crops = torch.from_numpy(np.fromfile(sys.argv[1], dtype=np.float32)).reshape(-1, 1, 3, 112, 112)
networks = {"mobilefacenet": settled(mobilefacenet()), "ir-resnet50": settled(ir_resnet50())}
with torch.no_grad():
    for line in sys.stdin:
        name, count = line.split()
        started = time.perf_counter()
        for i in range(int(count)):
            networks[name](crops[i % len(crops)])
        print(time.perf_counter() - started, flush=True)
