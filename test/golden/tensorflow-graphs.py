"""Writes tensorflow-graphs.json: what frozen TensorFlow graphs give for made inputs, walked in PyTorch.

Usage: tensorflow-graphs.py FSRCNN_x2.pb FSRCNN_x3.pb FSRCNN_x4.pb 20180402-114759.pb
An interpreter of its own: it reads the protobuf by hand, works in TensorFlow's order of dimensions and in float64, and
follows only what the output asks for, with phase_train false.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(wire)
            if size is None:
                size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        yield number, value


def all_of(data, number):
    return [value for field, value in fields(data) if field == number]


def packed(values):
    found = []
    for value in values:
        if isinstance(value, int):
            found.append(value)
            continue
        at = 0
        while at < len(value):
            item, at = varint(value, at)
            found.append(item)
    return [item - 2**64 if item >= 2**63 else item for item in found]


def tensor(data):
    kind = all_of(data, 1)[0]
    dims = [packed(all_of(dim, 1))[0] if all_of(dim, 1) else 0 for dim in all_of(b"".join(all_of(data, 2)), 2)]
    content = b"".join(all_of(data, 4))
    if kind == 1:
        values = np.frombuffer(content or b"".join(map(bytes, all_of(data, 5))), "<f4").astype(np.float64)
    else:
        values = np.frombuffer(content, "<i4" if kind == 3 else "<i8") if content else np.array(packed(all_of(data, 7 if kind == 3 else 10)))
    count = int(np.prod(dims))
    values = np.concatenate([values, np.repeat(values[-1:], count - len(values))]) if len(values) else values
    return torch.from_numpy(values.reshape(dims).copy())


def attribute(value):
    for number, content in fields(value):
        if number == 1:
            return packed(all_of(content, 3))
        if number == 2:
            return bytes(content).decode(errors="replace")
        if number == 4:
            return float(np.frombuffer(content, "<f4")[0])
        if number == 8:
            return tensor(content)
        if number in (3, 5, 6):
            return content
    return None


class Graph:
    def __init__(self, path):
        self.nodes = {}
        for node in all_of(memoryview(pathlib.Path(path).read_bytes()), 1):
            name, operator = (bytes(all_of(node, number)[0]).decode() for number in (1, 2))
            inputs = [bytes(value).decode() for value in all_of(node, 3)]
            raw = {bytes(all_of(entry, 1)[0]).decode(): all_of(entry, 2)[0] for entry in all_of(node, 5)}
            self.nodes[name] = operator, [each for each in inputs if not each.startswith("^")], raw

    def run(self, output, feeds):
        self.results = dict(feeds)
        self.is_run = {}
        sys.setrecursionlimit(100000)
        return self.value(output)

    def runs(self, name):
        """Whether a result is computed at all: not behind the training side of a Switch."""
        node, _, port = name.partition(":")
        operator, inputs, _ = self.nodes[node]
        if operator == "Switch" and port == "1":
            return False
        if node not in self.is_run:
            is_leaf = node in self.results or operator in ("Const", "Placeholder")
            combine = any if operator == "Merge" else all
            self.is_run[node] = is_leaf or combine([self.runs(each) for each in inputs])
        return self.is_run[node]

    def value(self, name):
        node, _, port = name.partition(":")
        if node not in self.results:
            operator, inputs, raw = self.nodes[node]
            if operator == "Switch":
                self.results[node] = self.value(inputs[0])
            elif operator == "Merge":
                self.results[node] = self.value(next(filter(self.runs, inputs)))
            else:
                attributes = {key: attribute(value) for key, value in raw.items()}
                self.results[node] = compute(operator, [self.value(each) for each in inputs], attributes)
        return self.results[node]


def same(x, kernel, strides):
    pads = []
    for size, span, stride in zip(x.shape[-2:], kernel, strides):
        total = max((-(-size // stride) - 1) * stride + span - size, 0)
        pads = [total // 2, total - total // 2] + pads
    return pads


def window(x, kernel, a, fill=0.0):
    if a["padding"] == "SAME":
        return F.pad(x, same(x, kernel, a["strides"][1:3]), value=fill)
    return x


def pool(x, a, operation, fill):
    x = x.permute(0, 3, 1, 2)
    out = operation(window(x, a["ksize"][1:3], a, fill), a["ksize"][1:3], a["strides"][1:3])
    return out.permute(0, 2, 3, 1)


def compute(operator, v, a):
    if operator == "Const":
        return a["value"]
    if operator == "Identity":
        return v[0]
    if operator == "Conv2D":
        x = window(v[0].permute(0, 3, 1, 2), v[1].shape[:2], a)
        return F.conv2d(x, v[1].permute(3, 2, 0, 1), stride=a["strides"][1:3]).permute(0, 2, 3, 1)
    if operator == "FusedBatchNorm":
        assert a["is_training"] == 0
        return (v[0] - v[3]) / torch.sqrt(v[4] + a["epsilon"]) * v[1] + v[2]
    if operator == "MaxPool":
        return pool(v[0], a, F.max_pool2d, -np.inf)
    if operator == "AvgPool":
        assert a["padding"] == "VALID"
        return pool(v[0], a, F.avg_pool2d, 0.0)
    if operator == "DepthToSpace":
        n, h, w, c = v[0].shape
        b = a["block_size"]
        return v[0].reshape(n, h, w, b, b, c // b // b).permute(0, 1, 3, 2, 4, 5).reshape(n, h * b, w * b, -1)
    if operator == "Sum":
        return v[0].sum(tuple(np.atleast_1d(v[1].numpy()).tolist()), keepdim=bool(a["keep_dims"]))
    if operator == "Shape":
        return torch.tensor(v[0].shape)
    if operator == "StridedSlice":
        return v[0][int(v[1])]
    if operator == "Pack":
        return torch.stack([each.reshape(()).long() for each in v])
    if operator == "Reshape":
        return v[0].reshape(v[1].tolist())
    if operator == "ConcatV2":
        return torch.cat(v[:-1], int(v[-1]))
    binary = {"Add": torch.add, "BiasAdd": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Maximum": torch.maximum, "MatMul": torch.matmul}
    unary = {"Relu": F.relu, "Abs": torch.abs, "Square": torch.square, "Rsqrt": torch.rsqrt}
    return {**binary, **unary}[operator](*v)


def made(channels, height, width, seed):
    """The tests make the same numbers, in the order channels, height, width."""
    values = np.sin(np.arange(channels * height * width) * (0.37 + seed * 0.013)).astype(np.float32)
    return values.reshape(1, channels, height, width)


cases = []
for path, (inlet, outlet, shape) in zip(
    sys.argv[1:], [("IteratorGetNext", "NHWC_output", (1, 7, 9))] * 3 + [("image_batch", "embeddings", (3, 160, 160))]
):
    graph = Graph(path)
    for seed in (0, 1):
        x = torch.from_numpy(made(*shape, seed).transpose(0, 2, 3, 1).astype(np.float64))
        out = graph.run(outlet, {inlet: x}).numpy()
        out = out.transpose(0, 3, 1, 2) if out.ndim == 4 else out
        cases.append({
            "file": pathlib.Path(path).name, "input": inlet, "output": outlet, "shape": [1, *shape], "seed": seed,
            "dims": list(out.shape), "values": [float(f"{value:.7g}") for value in out.ravel()],
        })
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
