"""Writes probabilities.json: calibration, ensemble weights and reliability figures in numpy, each by its plainest definition."""

import json
import pathlib

import numpy as np

random = np.random.RandomState(7)


def platt(scores, labels, weights):
    """Newton's method on Platt's cross entropy; see Lin, Lin and Weng (2007) for the formula."""
    positive, negative = weights[labels == 1].sum(), weights[labels == 0].sum()
    targets = np.where(labels == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))
    design = np.stack([scores, np.ones_like(scores)], 1)
    point = np.zeros(2)
    for _ in range(100):
        p = 1 / (1 + np.exp(-design @ point))
        gradient = design.T @ (weights * (p - targets))
        hessian = (design * (weights * p * (1 - p))[:, None]).T @ design
        point -= np.linalg.solve(hessian, gradient)
    return point.tolist()


def isotonic(scores, labels, weights):
    """The min-max formula over all runs of samples, at each sample in order of score; scores differ."""
    order = np.argsort(scores)
    y, w = labels[order], weights[order]
    mean = lambda a, b: (w[a : b + 1] * y[a : b + 1]).sum() / w[a : b + 1].sum()
    n = len(y)
    return [max(min(mean(a, b) for b in range(i, n)) for a in range(i + 1)) for i in range(n)]


def softmax_weights(views, truth, weights, has_nobody):
    """Projected gradient descent, long enough to stand still."""
    k, probes, identities = views.shape
    if has_nobody:
        views = np.concatenate([views, np.zeros((k, probes, 1))], 2)
        nobody = np.zeros((1, probes, identities + 1))
        nobody[..., -1] = 1
        views = np.concatenate([views, nobody])
    right = np.where(truth < 0, identities, truth)
    weights = weights / weights.sum()
    bounded = np.arange(len(views)) < k
    point = np.where(bounded, 1.0, 0.0)
    rows = np.arange(probes)
    for _ in range(60000):
        logits = np.einsum("k,kpc->pc", point, views)
        p = np.exp(logits - logits.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        gradient = (weights * (np.einsum("pc,kpc->kp", p, views) - views[:, rows, right])).sum(1)
        point = point - 0.3 * gradient
        point = np.where(bounded, np.maximum(point, 0), point)
    return point.tolist()


def reliability(probabilities, right, bins):
    order = np.argsort(probabilities)
    parts = np.array_split(order, bins)
    clipped = np.clip(np.where(right == 1, probabilities, 1 - probabilities), 1e-15, 1)
    return {
        "ece": float(sum(len(i) * abs(probabilities[i].mean() - right[i].mean()) for i in parts) / len(right)),
        "brier": float(((probabilities - right) ** 2).mean()),
        "logLoss": float(-np.log(clipped).mean()),
    }


scores = np.round(random.rand(40), 6)
labels = (random.rand(40) < scores).astype(int)
weights = 1 / random.randint(1, 4, 40)
views = random.randn(4, 30, 6).astype(np.float32).round(4)
truth = random.randint(-1, 6, 30)
for p, c in enumerate(truth):
    if c >= 0:
        views[:2, p, c] += 1.5
view_weights = 1 / random.randint(1, 4, 30)
probabilities = random.rand(60).round(6)
right = (random.rand(60) < probabilities**1.5).astype(int)
golden = {
    "samples": {"scores": scores.tolist(), "labels": labels.tolist(), "weights": weights.tolist()},
    "platt": platt(scores, labels, weights),
    "isotonic": isotonic(scores, labels, weights),
    "softmax": {
        "views": views.reshape(4, -1).tolist(),
        "identityCount": 6,
        "truth": truth.tolist(),
        "weights": view_weights.tolist(),
        "point": softmax_weights(views.astype(float), truth, view_weights, True),
    },
    "stated": {"probabilities": probabilities.tolist(), "right": right.tolist(), "bins": 10, **reliability(probabilities, right, 10)},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
