"""Writes pytorch-architectures.json: outputs of networks in PyTorch, with weights and inputs by a formula.

VGGFace2 at an eighth of its width. With the folder of the shared weights as argument, MobileFaceNet and MiniFASNet too,
by their real weights: MODELS. With `--full FOLDER` instead, VGGFace2 at full width: FOLDER gets the weights as torch.save
writes them and the outputs.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def noise(name, count):
    """Numbers between -1 and 1 that depend on the name alone; formula-weights.ts makes the same."""
    seed = sum((place + 1) * ord(letter) for place, letter in enumerate(name)) % 1000
    wild = np.abs(np.sin((np.arange(count, dtype=np.float64) + 1) * 12.9898 + seed) * 43758.5453)
    return 2 * (wild - np.floor(wild)) - 1


def made_weight(name, dims):
    values = noise(name, int(np.prod(dims)))
    if name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif name.endswith(("running_mean", "bias")):
        values = 0.1 * values
    elif len(dims) == 1:
        values = 1 + 0.3 * values
    elif dims:
        values = values * np.sqrt(6 / np.prod(dims[1:]))
    return torch.from_numpy(values.astype(np.float32)).reshape(dims)


def made_input(dims, low, high):
    values = low + (high - low) * (noise("input", int(np.prod(dims))) + 1) / 2
    return torch.from_numpy(values.astype(np.float32)).reshape(dims)


def add_normed(model, name, *sizes, norm=None, **options):
    model.add_module(name, nn.Conv2d(*sizes, bias=False, **options))
    model.add_module(norm or name + "_bn", nn.BatchNorm2d(sizes[1]))


class Vggface2(nn.Module):
    """Names as in the files of the Visual Geometry Group."""

    def __init__(self, width, has_squeeze, reduced=None, reduced_bias=False, classifier=None, classes=None):
        super().__init__()
        self.has_squeeze, self.classifier_name = has_squeeze, classifier
        add_normed(self, "conv1_7x7_s2", 3, width, 7, stride=2, padding=3)
        inside = width
        self.blocks = []
        for stage, count in zip((2, 3, 4, 5), (3, 4, 6, 3)):
            narrow = width * 2 ** (stage - 2)
            for place in range(1, count + 1):
                name, stride = f"conv{stage}_{place}", 2 if place == 1 and stage > 2 else 1
                add_normed(self, name + "_1x1_reduce", inside, narrow, 1, stride=stride)
                add_normed(self, name + "_3x3", narrow, narrow, 3, padding=1)
                add_normed(self, name + "_1x1_increase", narrow, 4 * narrow, 1)
                if has_squeeze:
                    self.add_module(name + "_1x1_down", nn.Conv2d(4 * narrow, narrow // 4, 1))
                    self.add_module(name + "_1x1_up", nn.Conv2d(narrow // 4, 4 * narrow, 1))
                if place == 1:
                    add_normed(self, name + "_1x1_proj", inside, 4 * narrow, 1, stride=stride)
                inside = 4 * narrow
                self.blocks.append((name, place == 1))
        if reduced:
            self.feat_extract = nn.Conv2d(inside, reduced, 1, bias=reduced_bias)
        if classifier:
            self.add_module(classifier, nn.Conv2d(reduced or inside, classes, 1))

    def normed(self, x, name):
        return self._modules[name + "_bn"](self._modules[name](x))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.normed(x, "conv1_7x7_s2")), 3, 2, ceil_mode=True)
        for name, is_first in self.blocks:
            y = F.relu(self.normed(x, name + "_1x1_reduce"))
            y = self.normed(F.relu(self.normed(y, name + "_3x3")), name + "_1x1_increase")
            if self.has_squeeze:
                weights = self._modules[name + "_1x1_down"](F.adaptive_avg_pool2d(y, 1))
                y = y * torch.sigmoid(self._modules[name + "_1x1_up"](F.relu(weights)))
            x = F.relu(y + (self.normed(x, name + "_1x1_proj") if is_first else x))
        x = F.avg_pool2d(x, 7, 1)
        for layer in ("feat_extract", self.classifier_name):
            x = self._modules[layer](x) if layer in self._modules else x
        return x.flatten(1)


class ConvBlock(nn.Module):
    def __init__(self, inside, outside, kernel, has_prelu=True, **options):
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, kernel, bias=False, **options)
        self.bn = nn.BatchNorm2d(outside)
        self.prelu = nn.PReLU(outside) if has_prelu else nn.Identity()

    def forward(self, x):
        return self.prelu(self.bn(self.conv(x)))


class Squeeze(nn.Module):
    def __init__(self, outside, narrow):
        super().__init__()
        self.fc1, self.bn1 = nn.Conv2d(outside, narrow, 1, bias=False), nn.BatchNorm2d(narrow)
        self.fc2, self.bn2 = nn.Conv2d(narrow, outside, 1, bias=False), nn.BatchNorm2d(outside)

    def forward(self, x):
        narrow = F.relu(self.bn1(self.fc1(F.adaptive_avg_pool2d(x, 1))))
        return x * torch.sigmoid(self.bn2(self.fc2(narrow)))


class Bottleneck(nn.Module):
    def __init__(self, shapes, name, stride):
        super().__init__()
        wide, inside = shapes[name + ".conv.conv.weight"][:2]
        outside = shapes[name + ".project.conv.weight"][0]
        self.conv = ConvBlock(inside, wide, 1)
        self.conv_dw = ConvBlock(wide, wide, 3, stride=stride, padding=1, groups=wide)
        self.project = ConvBlock(wide, outside, 1, has_prelu=False)
        self.is_residual = stride == 1
        if name + ".se_module.fc1.weight" in shapes:
            self.se_module = Squeeze(outside, shapes[name + ".se_module.fc1.weight"][0])

    def forward(self, x):
        y = self.project(self.conv_dw(self.conv(x)))
        y = self.se_module(y) if hasattr(self, "se_module") else y
        return x + y if self.is_residual else y


class Stage(nn.Module):
    def __init__(self, shapes, name, count):
        super().__init__()
        self.model = nn.Sequential(*(Bottleneck(shapes, f"{name}.model.{i}", 1) for i in range(count)))

    def forward(self, x):
        return self.model(x)


class Trunk(nn.Module):
    """Widths follow the weights."""

    def __init__(self, shapes):
        super().__init__()
        width = shapes["conv1.conv.weight"][0]
        self.conv1 = ConvBlock(3, width, 3, stride=2, padding=1)
        self.conv2_dw = ConvBlock(width, width, 3, padding=1, groups=width)
        self.conv_23, self.conv_3 = Bottleneck(shapes, "conv_23", 2), Stage(shapes, "conv_3", 4)
        self.conv_34, self.conv_4 = Bottleneck(shapes, "conv_34", 2), Stage(shapes, "conv_4", 6)
        self.conv_45, self.conv_5 = Bottleneck(shapes, "conv_45", 2), Stage(shapes, "conv_5", 2)

    def body(self, x):
        x = self.conv2_dw(self.conv1(x))
        x = self.conv_4(self.conv_34(self.conv_3(self.conv_23(x))))
        return self.conv_5(self.conv_45(x))


class Mobilefacenet(Trunk):
    def __init__(self, shapes):
        super().__init__(shapes)
        add_normed(self, "sep", 128, 512, 1, norm="sep_bn")
        self.prelu = nn.PReLU(512)
        add_normed(self, "GDC_dw", 512, 512, 7, norm="GDC_bn", groups=512)
        add_normed(self, "features", 512, 128, 1, norm="last_bn")

    def forward(self, x):
        x = self.prelu(self.sep_bn(self.sep(self.body(x))))
        return self.last_bn(self.features(self.GDC_bn(self.GDC_dw(x)))).flatten(1)


class Minifasnet(Trunk):
    def __init__(self, shapes):
        super().__init__(shapes)
        self.conv_6_sep = ConvBlock(128, 512, 1)
        self.conv_6_dw = ConvBlock(512, 512, 5, has_prelu=False, groups=512)
        self.linear, self.bn = nn.Linear(512, 128, bias=False), nn.BatchNorm1d(128)
        self.prob = nn.Linear(128, 3, bias=False)

    def forward(self, x):
        return self.prob(self.bn(self.linear(self.conv_6_dw(self.conv_6_sep(self.body(x))).flatten(1))))


VARIANTS = {
    "resnet50_128": dict(has_squeeze=False, reduced=128),
    "resnet50_256": dict(has_squeeze=False, reduced=256, reduced_bias=True, classifier="classifier_8631_f"),
    "senet50_256": dict(has_squeeze=True, reduced=256),
    "senet50_ft": dict(has_squeeze=True, classifier="classifier"),
}
REAL = {
    "mobilefacenet-bubbliiiing": (Mobilefacenet, "mobilefacenet-bubbliiiing/arcface_mobilefacenet.pth", 112, -1, 1),
    "minifasnet-v2": (Minifasnet, "minifasnet/2.7_80x80_MiniFASNetV2.pth", 80, 0, 255),
    "minifasnet-v1se": (Minifasnet, "minifasnet/4_0_0_80x80_MiniFASNetV1SE.pth", 80, 0, 255),
}


def run(model, dims, low, high):
    with torch.no_grad():
        rows = model.eval()(made_input(dims, low, high))
    return [[float(f"{value:.8g}") for value in row] for row in rows.tolist()]


def made_vggface2(variant, width, classes):
    options = VARIANTS[variant]
    sized = {"reduced": options["reduced"] * width // 64} if "reduced" in options else {}
    model = Vggface2(width, classes=classes, **{**options, **sized})
    model.load_state_dict({name: made_weight(name, tuple(w.shape)) for name, w in model.state_dict().items()})
    return model


def calibrated(model, dims):
    """With the statistics of the made input in its BatchNorms, as a trained network has those of its photos.

    Without them signals grow from layer to layer until the squeezes turn rounding into other answers: float32 and
    float64 then differ in PyTorch itself, which the cosine printed here shows not to be so.
    """
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = None
            layer.reset_running_stats()
    images = made_input(dims, -120, 120)
    with torch.no_grad():
        model.train()(images)
        single = model.eval()(images).double()
        double = model.double()(images.double())
    print("float32 and float64 in PyTorch, cosine:", F.cosine_similarity(single, double).tolist())
    return model.float()


def run_real(models, name):
    kind, path, side, low, high = REAL[name]
    loaded = torch.load(pathlib.Path(models) / path, map_location="cpu")
    weights = {key.split(".", 1)[1]: weight for key, weight in loaded.items() if key != "head.weight"}
    model = kind({key: tuple(weight.shape) for key, weight in weights.items()})
    model.load_state_dict(weights)
    return {"low": low, "high": high, "side": side, "outputs": run(model, (3, 3, side, side), low, high)}


def write(path, value):
    pathlib.Path(path).write_text(json.dumps(value, separators=(",", ":")) + "\n")


if sys.argv[1] == "--full":
    folder = pathlib.Path(sys.argv[2])
    for variant in ("resnet50_128", "senet50_ft"):
        model = calibrated(made_vggface2(variant, 64, 8631), (2, 3, 224, 224))
        is_zip = variant == "senet50_ft"
        torch.save(model.state_dict(), folder / f"{variant}.pth", _use_new_zipfile_serialization=is_zip)
        write(folder / f"{variant}.json", run(model, (2, 3, 224, 224), -120, 120))
else:
    made = {}
    for variant in VARIANTS:
        model = made_vggface2(variant, 8, 10)
        shapes = {name: list(weight.shape) for name, weight in model.state_dict().items()}
        made[variant] = {"shapes": shapes, "outputs": run(model, (2, 3, 224, 224), -120, 120)}
    real = {name: run_real(sys.argv[1], name) for name in REAL}
    write(pathlib.Path(__file__).with_suffix(".json"), {"torch": torch.__version__, "vggface2": made, "real": real})
