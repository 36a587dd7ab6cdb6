"""Writes closed-form-heads.json: scores of LDA and two-covariance PLDA in numpy, by dense densities in the embedding space."""

import json
import pathlib

import numpy as np

RIDGE = 1e-4


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def ledoit_wolf(samples):
    count, dimension = samples.shape
    outer = np.einsum("ni,nj->nij", samples, samples)
    moments = outer.mean(0)
    target = np.trace(moments) / dimension * np.eye(dimension)
    distance = ((moments - target) ** 2).sum()
    error = ((outer - moments) ** 2).sum() / count**2
    weight = min(error / distance, 1) if distance > 0 else 1
    return (1 - weight) * moments + weight * target + RIDGE / dimension * np.eye(dimension)


def log_normal(x, mean, covariance):
    centred = x - mean
    return -0.5 * (np.linalg.slogdet(2 * np.pi * covariance)[1] + centred @ np.linalg.solve(covariance, centred))


def scores(rows, identity_of, probes):
    rows, probes = unit(rows), unit(probes)
    classes = range(identity_of.max() + 1)
    photos = [rows[identity_of == c] for c in classes]
    means = np.stack([each.mean(0) for each in photos])
    residuals = [(each - each.mean(0)) * np.sqrt(len(each) / (len(each) - 1)) for each in photos if len(each) > 1]
    within = ledoit_wolf(np.concatenate(residuals))
    inverse = np.linalg.inv(within)

    def inner(a, b):
        return a @ inverse @ b

    cosine = [[inner(p, m) / np.sqrt(inner(p, p) * inner(m, m)) for m in means] for p in probes]
    likelihood = [[-0.5 * inner(p - m, p - m) for m in means] for p in probes]

    centre = means.mean(0)
    of_means = ledoit_wolf((means - centre) * np.sqrt(len(means) / (len(means) - 1)))
    share = np.mean([1 / len(each) for each in photos])
    # Between-class variance below zero is none: cut off where within is the identity matrix.
    half = np.linalg.cholesky(within)
    values, vectors = np.linalg.eigh(np.linalg.solve(half, np.linalg.solve(half, of_means).T) - share * np.eye(len(centre)))
    back = half @ vectors
    between = back @ np.diag(np.maximum(values, 0)) @ back.T

    def ratio(probe, c):
        n = len(photos[c])
        gain = between @ np.linalg.inv(between + within / n)
        expected = centre + gain @ (means[c] - centre)
        covariance = within + between - gain @ between
        return log_normal(probe, expected, covariance) - log_normal(probe, centre, within + between)

    ratios = [[ratio(p, c) for c in classes] for p in probes]
    return {"cosine": cosine, "logLikelihood": likelihood, "logLikelihoodRatio": ratios}


random = np.random.default_rng(20190402)
cases = []
for counts, dimension, spread in [((3, 1, 4, 2, 6), 4, 0.3), ((2, 2, 2), 8, 0.5), ((1,) * 12 + (9,), 5, 0.8)]:
    identity_of = np.repeat(np.arange(len(counts)), counts)
    points = random.normal(0, 1, (len(counts), dimension))
    rows = np.float32(points[identity_of] + spread * random.normal(0, 1, (len(identity_of), dimension)))
    probes = np.float32(points + spread * random.normal(0, 1, points.shape))
    found = scores(np.float64(rows), identity_of, np.float64(probes))
    cases.append({"rows": rows.tolist(), "identityOf": identity_of.tolist(), "probes": probes.tolist(), **found})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"numpy": np.__version__, "cases": cases}) + "\n")
