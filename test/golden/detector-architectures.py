"""Writes detector-architectures.json: what PyTorch computes with the networks of MTCNN, S3FD and FAN.

MTCNN has its published weights, from the folder given as the first argument (pnet.pt, rnet.pt, onet.pt). S3FD and FAN are
narrow and have weights made by a formula, the same as in formula-weights.ts. Large outputs are sampled.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def noise(name, count):
    """Numbers between -1 and 1 that depend on the name alone."""
    seed = sum((place + 1) * ord(letter) for place, letter in enumerate(name)) % 1000
    wild = np.abs(np.sin((np.arange(count, dtype=np.float64) + 1) * 12.9898 + seed) * 43758.5453)
    return 2 * (wild - np.floor(wild)) - 1


def made(name, shape):
    values = noise(name, int(np.prod(shape)))
    if name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif name.endswith(("running_mean", "bias")):
        values = 0.1 * values
    elif len(shape) == 1:
        values = 1 + 0.3 * values
    else:
        values = values * np.sqrt(6 / np.prod(shape[1:]))
    return torch.tensor(values.astype(np.float32)).reshape(list(shape))


def with_made_weights(net):
    own = net.state_dict()
    net.load_state_dict({k: v if k.endswith("num_batches_tracked") else made(k, v.shape) for k, v in own.items()})
    return net.eval()


def sampled(tensor, most=400):
    flat = tensor.detach().reshape(-1).numpy()
    step = -(-len(flat) // most)
    return {
        "dims": list(tensor.shape),
        "step": step,
        "largest": float(np.abs(flat).max()),
        "values": [float(f"{value:.8g}") for value in flat[::step]],
    }


class CaffeNet(nn.Module):
    """The convolutions of one of MTCNN's networks, its flattening and its heads."""

    def __init__(self, convolutions, pools, dense, heads):
        super().__init__()
        self.pools, self.dense, self.heads = pools, dense, heads
        for layer, (kernel, source, target) in enumerate(convolutions, 1):
            setattr(self, f"conv{layer}", nn.Conv2d(source, target, kernel))
            setattr(self, f"prelu{layer}", nn.PReLU(target))
        self.depth = len(convolutions)
        if dense:
            layer, source, target = dense
            setattr(self, f"dense{layer}", nn.Linear(source, target))
            setattr(self, f"prelu{layer}", nn.PReLU(target))
        for name, (source, target) in heads.items():
            setattr(self, name, nn.Linear(source, target) if dense else nn.Conv2d(source, target, 1))

    def forward(self, x):
        for layer in range(1, self.depth + 1):
            x = getattr(self, f"prelu{layer}")(getattr(self, f"conv{layer}")(x))
            if layer in self.pools:
                x = F.max_pool2d(x, self.pools[layer], 2, ceil_mode=True)
        if self.dense:
            x = x.permute(0, 3, 2, 1).reshape(len(x), -1)
            layer = self.dense[0]
            x = getattr(self, f"prelu{layer}")(getattr(self, f"dense{layer}")(x))
        first, *others = [getattr(self, name)(x) for name in self.heads]
        return [torch.softmax(first, 1), *others]


def mtcnn():
    pnet = CaffeNet([(3, 3, 10), (3, 10, 16), (3, 16, 32)], {1: 2}, None, {"conv4_1": (32, 2), "conv4_2": (32, 4)})
    rnet = CaffeNet(
        [(3, 3, 28), (3, 28, 48), (2, 48, 64)], {1: 3, 2: 3}, (4, 576, 128), {"dense5_1": (128, 2), "dense5_2": (128, 4)}
    )
    onet = CaffeNet(
        [(3, 3, 32), (3, 32, 64), (3, 64, 64), (2, 64, 128)],
        {1: 3, 2: 3, 3: 2},
        (5, 1152, 256),
        {"dense6_1": (256, 2), "dense6_2": (256, 4), "dense6_3": (256, 10)},
    )
    folder = pathlib.Path(sys.argv[1])
    names = ["probability", "regression", "landmarks"]
    shapes = {"pnet": (2, 3, 31, 38), "rnet": (5, 3, 24, 24), "onet": (4, 3, 48, 48)}
    for net, (label, shape) in zip((pnet, rnet, onet), shapes.items()):
        net.load_state_dict(torch.load(folder / f"{label}.pt", map_location="cpu"))
        x = torch.tensor(noise(label, int(np.prod(shape))).astype(np.float32)).reshape(shape)
        yield {
            "name": label,
            "input": list(shape),
            "outputs": {name: sampled(y) for name, y in zip(names, net.eval()(x))},
        }


class Norm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        return x / (x.pow(2).sum(1, keepdim=True).sqrt() + 1e-10) * self.weight.view(1, -1, 1, 1)


class S3fd(nn.Module):
    def __init__(self, width):
        super().__init__()
        source = 3
        for group, (times, depth) in enumerate([(1, 2), (2, 2), (4, 3), (8, 3), (8, 3)], 1):
            for place in range(1, depth + 1):
                setattr(self, f"conv{group}_{place}", nn.Conv2d(source, times * width, 3, padding=1))
                source = times * width
        self.fc6 = nn.Conv2d(8 * width, 16 * width, 3, padding=3)
        self.fc7 = nn.Conv2d(16 * width, 16 * width, 1)
        self.conv6_1 = nn.Conv2d(16 * width, 4 * width, 1)
        self.conv6_2 = nn.Conv2d(4 * width, 8 * width, 3, stride=2, padding=1)
        self.conv7_1 = nn.Conv2d(8 * width, 2 * width, 1)
        self.conv7_2 = nn.Conv2d(2 * width, 4 * width, 3, stride=2, padding=1)
        self.heads = {"conv3_3_norm": 4, "conv4_3_norm": 8, "conv5_3_norm": 8, "fc7": 16, "conv6_2": 8, "conv7_2": 4}
        for place, (name, times) in enumerate(self.heads.items()):
            if name.endswith("norm"):
                setattr(self, name, Norm(times * width))
            setattr(self, f"{name}_mbox_conf", nn.Conv2d(times * width, 2 if place else 4, 3, padding=1))
            setattr(self, f"{name}_mbox_loc", nn.Conv2d(times * width, 4, 3, padding=1))

    def forward(self, x):
        seen = {}
        for group, depth in enumerate([2, 2, 3, 3, 3], 1):
            for place in range(1, depth + 1):
                x = F.relu(getattr(self, f"conv{group}_{place}")(x))
            if group > 2:
                name = f"conv{group}_3_norm"
                seen[name] = getattr(self, name)(x)
            x = F.max_pool2d(x, 2, 2)
        for name in ("fc6", "fc7", "conv6_1", "conv6_2", "conv7_1", "conv7_2"):
            x = seen[name] = F.relu(getattr(self, name)(x))
        outputs = {}
        for level, name in enumerate(self.heads):
            classes = getattr(self, f"{name}_mbox_conf")(seen[name])
            if level == 0:
                classes = torch.cat([classes[:, :3].max(1, keepdim=True)[0], classes[:, 3:]], 1)
            outputs[f"classes_{4 * 2 ** level}"] = classes
            outputs[f"boxes_{4 * 2 ** level}"] = getattr(self, f"{name}_mbox_loc")(seen[name])
        return outputs


class Block(nn.Module):
    def __init__(self, source, target):
        super().__init__()
        sizes = [(source, target // 2), (target // 2, target // 4), (target // 4, target // 4)]
        for place, (before, after) in enumerate(sizes, 1):
            setattr(self, f"bn{place}", nn.BatchNorm2d(before))
            setattr(self, f"conv{place}", nn.Conv2d(before, after, 3, padding=1, bias=False))
        self.downsample = None
        if source != target:
            shortcut = nn.Conv2d(source, target, 1, bias=False)
            self.downsample = nn.Sequential(nn.BatchNorm2d(source), nn.ReLU(), shortcut)

    def forward(self, x):
        parts, y = [], x
        for place in (1, 2, 3):
            y = getattr(self, f"conv{place}")(F.relu(getattr(self, f"bn{place}")(y)))
            parts.append(y)
        return torch.cat(parts, 1) + (self.downsample(x) if self.downsample else x)


class Hourglass(nn.Module):
    def __init__(self, channels):
        super().__init__()
        for level in (4, 3, 2, 1):
            for label in ("b1", "b2", "b3") + (("b2_plus",) if level == 1 else ()):
                self.add_module(f"{label}_{level}", Block(channels, channels))

    def forward(self, x, level=4):
        part = lambda label: getattr(self, f"{label}_{level}")
        small = part("b2")(F.max_pool2d(x, 2, 2))
        inner = self(small, level - 1) if level > 1 else part("b2_plus")(small)
        return part("b1")(x) + F.interpolate(part("b3")(inner), scale_factor=2, mode="nearest")


class Fan(nn.Module):
    def __init__(self, width, stacks):
        super().__init__()
        self.stacks = stacks
        self.conv1 = nn.Conv2d(3, width, 7, stride=2, padding=3)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2, self.conv3 = Block(width, 2 * width), Block(2 * width, 2 * width)
        self.conv4 = Block(2 * width, 4 * width)
        channels = 4 * width
        for stack in range(stacks):
            self.add_module(f"m{stack}", Hourglass(channels))
            self.add_module(f"top_m_{stack}", Block(channels, channels))
            self.add_module(f"conv_last{stack}", nn.Conv2d(channels, channels, 1))
            self.add_module(f"bn_end{stack}", nn.BatchNorm2d(channels))
            self.add_module(f"l{stack}", nn.Conv2d(channels, 68, 1))
            if stack < stacks - 1:
                self.add_module(f"bl{stack}", nn.Conv2d(channels, channels, 1))
                self.add_module(f"al{stack}", nn.Conv2d(68, channels, 1))

    def forward(self, x):
        x = F.max_pool2d(self.conv2(F.relu(self.bn1(self.conv1(x)))), 2)
        x = self.conv4(self.conv3(x))
        for stack in range(self.stacks):
            part = lambda label: getattr(self, f"{label}{stack}")
            y = F.relu(part("bn_end")(part("conv_last")(part("top_m_")(part("m")(x)))))
            heatmaps = part("l")(y)
            if stack < self.stacks - 1:
                x = x + part("bl")(y) + part("al")(heatmaps)
        return {"heatmaps": heatmaps}


def narrow():
    for name, net, shape, reach in (
        ("s3fd", S3fd(4), (2, 3, 64, 96), 100),
        ("fan", Fan(4, 2), (1, 3, 256, 256), 1),
    ):
        with_made_weights(net)
        x = torch.tensor((reach * noise(name, int(np.prod(shape)))).astype(np.float32)).reshape(shape)
        yield {
            "name": name,
            "input": list(shape),
            "reach": reach,
            "weights": {key: list(value.shape) for key, value in net.state_dict().items()},
            "outputs": {key: sampled(value, 60 if name == "s3fd" else 400) for key, value in net(x).items()},
        }


with torch.no_grad():
    golden = {"torch": torch.__version__, "mtcnn": list(mtcnn()), "narrow": list(narrow())}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
