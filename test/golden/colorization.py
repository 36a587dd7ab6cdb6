"""Writes colorization.json: what the ECCV16 network, 64 times narrower, gives in PyTorch for weights and pixels by formula."""

import json
import math
import pathlib

import torch
from torch import nn

WIDTHS = [1, 1, 2, 4, 8, 8, 8, 8]
UP_WIDTH, COLOURS, SIDE = 4, 13, 32


def block(width_in, width, strides, dilation):
    layers = []
    for stride in strides:
        layers += [nn.Conv2d(width_in, width, 3, stride, dilation, dilation), nn.ReLU()]
        width_in = width
    return nn.Sequential(*layers, nn.BatchNorm2d(width))


class Colorizer(nn.Module):
    def __init__(self):
        super().__init__()
        plans = [([1, 2], 1), ([1, 2], 1), ([1, 1, 2], 1), ([1, 1, 1], 1), ([1, 1, 1], 2), ([1, 1, 1], 2), ([1, 1, 1], 1)]
        for i, (strides, dilation) in enumerate(plans):
            setattr(self, f"model{i + 1}", block(WIDTHS[i], WIDTHS[i + 1], strides, dilation))
        self.model8 = nn.Sequential(
            nn.ConvTranspose2d(WIDTHS[7], UP_WIDTH, 4, 2, 1), nn.ReLU(),
            nn.Conv2d(UP_WIDTH, UP_WIDTH, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(UP_WIDTH, UP_WIDTH, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(UP_WIDTH, COLOURS, 1),
        )
        self.model_out = nn.Conv2d(COLOURS, 2, 1, bias=False)

    def forward(self, lightness):
        x = (lightness - 50) / 100
        for i in range(1, 9):
            x = getattr(self, f"model{i}")(x)
        small = self.model_out(torch.softmax(x, 1))
        return 110 * nn.functional.interpolate(small, scale_factor=4, mode="bilinear", align_corners=False)


def by_formula(name, shape):
    """Values by the same formula as in colorization.test.ts."""
    seed = sum(ord(letter) * (i + 1) for i, letter in enumerate(name))
    count = math.prod(shape)
    values = torch.tensor([math.sin(0.7 * i + seed) for i in range(count)], dtype=torch.float64)
    if name.endswith("running_var"):
        values = 1 + 0.5 * values
    elif len(shape) == 1:
        values = 0.3 + 0.3 * values
    else:
        values = values * math.sqrt(4 / (count / shape[0]))
    return values.reshape(shape).float()


network = Colorizer().eval()
state = {name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")}
network.load_state_dict({name: by_formula(name, list(value.shape)) for name, value in state.items()}, strict=False)
lightness = torch.tensor([50 + 50 * math.sin(0.37 * i) for i in range(SIDE * SIDE)]).reshape(1, 1, SIDE, SIDE)
with torch.no_grad():
    ab = network(lightness)
golden = {
    "torch": torch.__version__,
    "sidePx": SIDE,
    "shapes": {name: list(value.shape) for name, value in state.items()},
    "ab": [round(value, 6) for value in ab.flatten().tolist()],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
print(ab.shape, ab.min().item(), ab.max().item(), ab.std().item())
