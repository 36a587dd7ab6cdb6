"""Writes small files of torch.save in both containers, and pytorch-state-dict.json with what is in them."""

import json
import pathlib

import torch

base = torch.linspace(-3, 3, 24)
weights = {
    "module.float": base.reshape(2, 3, 4),
    "module.turned": base.reshape(4, 6).t(),
    "module.part": base.reshape(4, 6)[1:3, ::2],
    "module.repeated": torch.tensor([1.5]).expand(2, 3),
    "module.double": base[:3].double(),
    "module.half": torch.tensor([0.1, -65504.0, 6e-8, float("inf")]).half(),
    "module.brain": torch.tensor([0.1, -3e38]).bfloat16(),
    "module.long": torch.tensor([-(2**40), 7]),
    "module.int": torch.tensor([-5], dtype=torch.int32),
    "module.short": torch.tensor([-6], dtype=torch.int16),
    "module.char": torch.tensor([-7], dtype=torch.int8),
    "module.byte": torch.tensor([200], dtype=torch.uint8),
    "module.bool": torch.tensor([True, False]),
    "module.scalar": torch.tensor(2.5),
    "module.empty": torch.zeros(0, 3),
    "module.parameter": torch.nn.Parameter(torch.ones(2)),
}
folder, name = pathlib.Path(__file__).parent, pathlib.Path(__file__).stem
checkpoint = {"epoch": 3, "state_dict": weights, "optimizer": {"lr": 0.1, "momentum": torch.ones(1), "betas": (0.9, None)}}
torch.save(checkpoint, folder / f"{name}-zip.pth")
torch.save(weights, folder / f"{name}-legacy.pth", _use_new_zipfile_serialization=False)
expected = {
    key.split(".", 1)[1]: {"dims": list(tensor.shape), "data": [str(v) for v in tensor.float().flatten().tolist()]}
    for key, tensor in weights.items()
}
(folder / f"{name}.json").write_text(json.dumps({"torch": torch.__version__, "weights": expected}, indent=1) + "\n")
