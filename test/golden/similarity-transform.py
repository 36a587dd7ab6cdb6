"""Writes similarity-transform.json: Umeyama's least-squares similarity by SVD, in numpy, for ten sets of five points."""

import json
import pathlib

import numpy as np


def umeyama(source, target):
    source_mean, target_mean = source.mean(0), target.mean(0)
    p, q = source - source_mean, target - target_mean
    u, singular, vt = np.linalg.svd(q.T @ p / len(p))
    signs = np.array([1.0, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ np.diag(signs) @ vt
    scale = (singular * signs).sum() / p.var(0).sum()
    shift = target_mean - scale * rotation @ source_mean
    return np.column_stack([scale * rotation, shift])


random = np.random.default_rng(20190401)
cases = []
for index in range(10):
    source = random.uniform(0, 250, (5, 2))
    angle, scale = random.uniform(-np.pi, np.pi), random.uniform(0.2, 3)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = source @ turn.T + random.uniform(-50, 50, 2) + random.normal(0, 5 * index, (5, 2))
    if index == 9:  # a mirror image: the best similarity must still not reflect
        target = source * [-1, 1]
    matrix = umeyama(source, target)
    cases.append({"from": source.ravel().tolist(), "to": target.ravel().tolist(), "matrix": matrix.ravel().tolist()})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"numpy": np.__version__, "cases": cases}, indent=1) + "\n")
