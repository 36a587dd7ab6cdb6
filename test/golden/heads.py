"""Writes heads.json: a few whole training steps of small heads in PyTorch. Needs Debian's python3-torch."""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20190401)
N, D, H, C, B, S = 12, 5, 7, 4, 6, 4
RATES = [0.02, 0.05, 0.03, 0.01]


def spread(*shape):
    return (2 * torch.rand(*shape) - 1) * 0.5


def scores(case, rows, labels, weights, mask):
    if case["kind"] == "mlp":
        hidden = torch.relu(rows @ weights["hidden_weight"] + weights["hidden_bias"]) * mask
        return hidden @ weights["output_weight"] + weights["output_bias"]
    if case["kind"] == "linear":
        return rows @ weights["weight"] + weights["bias"]
    cosines = F.normalize(rows) @ F.normalize(weights["weight"], dim=0)
    own = (labels[:, None] == torch.arange(C))
    if case["margin"]["kind"] == "additive-cosine":
        return case["scale"] * torch.where(own, cosines - case["margin"]["size"], cosines)
    size = case["margin"]["size"]
    turned = torch.cos(torch.acos(cosines) + size)
    hard = torch.where(cosines > math.cos(math.pi - size), turned, cosines - size * math.sin(size))
    return case["scale"] * torch.where(own, hard, cosines)


def optimiser(case, weights):
    decay = case.get("weightDecay", {"kind": "l2", "rate": 0})
    chosen = case["optimiser"]
    if chosen["kind"] == "sgd":
        return torch.optim.SGD(weights, lr=1, momentum=chosen["momentum"], weight_decay=decay["rate"])
    kind = torch.optim.AdamW if decay["kind"] == "decoupled" else torch.optim.Adam
    return kind(weights, lr=1, betas=(chosen["beta1"], chosen["beta2"]), eps=chosen["epsilon"], weight_decay=decay["rate"])


SHAPES = {
    "mlp": {"hidden_weight": (D, H), "hidden_bias": (H,), "output_weight": (H, C), "output_bias": (C,)},
    "linear": {"weight": (D, C), "bias": (C,)},
    "cosine": {"weight": (D, C)},
}
ADAM = {"kind": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
SGD = {"kind": "sgd", "momentum": 0.9}
CASES = [
    {"kind": "mlp", "optimiser": ADAM, "labelSmoothing": 0},
    {"kind": "mlp", "optimiser": SGD, "labelSmoothing": 0.1, "weightDecay": {"kind": "l2", "rate": 0.02}},
    {"kind": "linear", "optimiser": ADAM, "labelSmoothing": 0.1, "weightDecay": {"kind": "decoupled", "rate": 0.1}},
    {"kind": "linear", "optimiser": SGD, "labelSmoothing": 0},
    {"kind": "cosine", "optimiser": ADAM, "labelSmoothing": 0, "scale": 8, "margin": {"kind": "additive-angle", "size": 0.5}, "weightDecay": {"kind": "l2", "rate": 0.01}},
    {"kind": "cosine", "optimiser": SGD, "labelSmoothing": 0.05, "scale": 4, "margin": {"kind": "additive-cosine", "size": 0.2}},
    {"kind": "mlp", "optimiser": ADAM, "labelSmoothing": 0, "hasNobody": True},
    {"kind": "linear", "optimiser": SGD, "labelSmoothing": 0.1, "hasNobody": True},
    {"kind": "cosine", "optimiser": SGD, "labelSmoothing": 0, "scale": 8, "margin": {"kind": "additive-angle", "size": 0.5}, "hasNobody": True},
    {"kind": "cosine", "optimiser": ADAM, "labelSmoothing": 0.05, "scale": 4, "margin": {"kind": "additive-cosine", "size": 0.2}, "hasNobody": True},
]


def flat(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().flatten().tolist()]


def targets(case, labels):
    own, smoothing = (labels[:, None] == torch.arange(C)).float(), case["labelSmoothing"]
    return torch.where(labels[:, None] < 0, torch.full((1, C), 1 / C), (1 - smoothing) * own + smoothing / C)


def run(case):
    embeddings, labels = torch.randn(N, D), torch.arange(N) % C
    if case.get("hasNobody"):
        labels[::3] = -1
    batches = torch.stack([torch.randperm(N)[:B] for _ in range(S)])
    row_weights = torch.rand(S, B) + 0.5
    row_weights = row_weights / row_weights.sum(1, keepdim=True)
    masks = (torch.rand(S * B, H) > 0.25).float() / 0.75
    weights = {name: spread(*shape).requires_grad_() for name, shape in SHAPES[case["kind"]].items()}
    start = {name: flat(value) for name, value in weights.items()}
    steps, losses = optimiser(case, list(weights.values())), []
    for step in range(S):
        steps.param_groups[0]["lr"] = RATES[step]
        rows, own = embeddings[batches[step]], labels[batches[step]]
        given = scores(case, rows, own, weights, masks[step * B : (step + 1) * B])
        each = F.cross_entropy(given, targets(case, own), reduction="none")
        loss = (each * row_weights[step]).sum()
        steps.zero_grad()
        loss.backward()
        steps.step()
        losses.append(float(f"{loss.item():.8g}"))
    made = {"embeddings": flat(embeddings), "labels": labels.tolist(), "batches": batches.flatten().tolist()}
    made |= {"rowWeights": flat(row_weights), "masks": flat(masks), "start": start}
    return {**case, **made, "losses": losses, "end": {name: flat(value) for name, value in weights.items()}}


sizes = {"rowCount": N, "dimension": D, "hiddenCount": H, "classCount": C, "batchSize": B, "stepCount": S}
written = {"torch": torch.__version__, **sizes, "dropout": 0.25, "rates": RATES, "cases": [run(case) for case in CASES]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(written, indent=None) + "\n")
