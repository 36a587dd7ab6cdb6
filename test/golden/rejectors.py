"""Writes rejectors.json: scores of rejectors in numpy, written from the papers' equations, and Weibull fits by search."""

import json
import pathlib

import numpy as np

RIDGE = 1e-4


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def weibull(values):
    """Shape and scale of the highest likelihood: golden-section search over the log of the shape."""
    values = np.asarray(values, dtype=np.float64)

    def likelihood(log_shape):
        k = np.exp(log_shape)
        scale = np.mean(values**k) ** (1 / k)
        return np.sum(np.log(k / scale) + (k - 1) * np.log(values / scale) - (values / scale) ** k)

    low, high = np.log(0.05), np.log(500)
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(200):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if likelihood(left) > likelihood(right) else (left, high)
    k = np.exp((low + high) / 2)
    return k, np.mean(values**k) ** (1 / k)


def cdf(value, shape, scale):
    return 1 - np.exp(-((value / scale) ** shape)) if value > 0 else 0


def ledoit_wolf(samples):
    count, dimension = samples.shape
    outer = np.einsum("ni,nj->nij", samples, samples)
    moments = outer.mean(0)
    target = np.trace(moments) / dimension * np.eye(dimension)
    weight = min(((outer - moments) ** 2).sum() / count**2 / ((moments - target) ** 2).sum(), 1)
    return (1 - weight) * moments + weight * target + RIDGE / dimension * np.eye(dimension)


def mahalanobis(rows, identity_of, probes):
    photos = [rows[identity_of == c] for c in range(identity_of.max() + 1)]
    means = [each.mean(0) for each in photos]
    residuals = [(each - each.mean(0)) * np.sqrt(len(each) / (len(each) - 1)) for each in photos if len(each) > 1]
    within = np.linalg.inv(ledoit_wolf(np.concatenate(residuals)))
    background = np.linalg.inv(ledoit_wolf(rows - rows.mean(0)))

    def squared(x, mean, inverse):
        return (x - mean) @ inverse @ (x - mean)

    plain = [max(-squared(p, m, within) for m in means) for p in probes]
    relative = [best + squared(p, rows.mean(0), background) for p, best in zip(probes, plain)]
    return plain, relative


def extreme_value_machine(rows, identity_of, strangers, probes, tail):
    fits = []
    for row, identity in zip(rows, identity_of):
        negatives = np.concatenate([rows[identity_of != identity], strangers])
        fits.append(weibull(np.sort(np.linalg.norm(negatives - row, axis=1))[:tail] / 2))
    return [
        max(k * (np.log(scale) - np.log(np.linalg.norm(p - row))) for row, (k, scale) in zip(rows, fits))
        for p in probes
    ]


def adaptive_norm(models, cohort, probes, size):
    def moments(x):
        best = np.sort(cohort @ x)[-size:]
        return best.mean(), best.std()

    def score(probe, model):
        (of_model, model_spread), (of_probe, probe_spread) = moments(model), moments(probe)
        cosine = probe @ model
        return ((cosine - of_model) / model_spread + (cosine - of_probe) / probe_spread) / 2

    return [max(score(p, m) for m in models) for p in probes]


def open_max(rows, identity_of, probes, tail_size, alpha, own_fit):
    classes = range(identity_of.max() + 1)
    means = unit(np.stack([rows[identity_of == c].mean(0) for c in classes]))
    distances = []
    for c in classes:
        photos = rows[identity_of == c]
        others = [unit(np.delete(photos, n, 0).mean(0)) for n in range(len(photos))] if len(photos) > 1 else []
        distances.append([np.linalg.norm(photo - other) for photo, other in zip(photos, others)])

    def tail(values, size):
        largest = np.sort(values)[-size:]
        return largest[0], weibull(largest - largest[0] + 1)

    pooled = np.concatenate(distances)
    shared = tail(pooled, max(tail_size, int(np.ceil(0.05 * len(pooled)))))
    tails = [tail(own, tail_size) if len(own) >= own_fit else shared for own in distances]
    scores = []
    for p in probes:
        activations = 16 * np.maximum(means @ p, 0)
        order = np.argsort(-activations, kind="stable")[:alpha]
        revised, unknown = activations.copy(), 0
        for place, c in enumerate(order, start=1):
            start, fit = tails[c]
            weight = 1 - (alpha - place + 1) / alpha * cdf(np.linalg.norm(p - means[c]) - start + 1, *fit)
            revised[c] = activations[c] * weight
            unknown += activations[c] * (1 - weight)
        scores.append((revised - unknown).max())
    return scores


random = np.random.default_rng(20190402)
fits = []
for shape, scale, count in [(0.7, 3, 12), (1.5, 1, 40), (9, 0.6, 75), (60, 0.5, 200)]:
    values = np.round(scale * random.weibull(shape, count), 6)
    fits.append({"values": values.tolist(), "shape": weibull(values)[0], "scale": weibull(values)[1]})

cases = []
for counts, dimension, spread in [((3, 1, 4, 2, 9), 6, 0.5), ((2, 2, 2), 8, 0.9)]:
    identity_of = np.repeat(np.arange(len(counts)), counts)
    points = random.normal(0, 1, (len(counts), dimension))
    rows = np.float32(unit(points[identity_of] + spread * random.normal(0, 1, (len(identity_of), dimension))))
    strangers = np.float32(unit(random.normal(0, 1, (9, dimension))))
    probes = np.concatenate([points + spread * random.normal(0, 1, points.shape), random.normal(0, 1, (3, dimension))])
    probes = np.float32(unit(probes))
    r, s, p = np.float64(rows), np.float64(strangers), np.float64(probes)
    means = unit(np.stack([r[identity_of == c].mean(0) for c in range(len(counts))]))
    plain, relative = mahalanobis(r, identity_of, p)
    cases.append(
        {
            "templates": rows.tolist(),
            "identityOf": identity_of.tolist(),
            "strangers": strangers.tolist(),
            "probes": probes.tolist(),
            "mahalanobis": plain,
            "relativeMahalanobis": relative,
            "extremeValueMachine": extreme_value_machine(r, identity_of, s, p, 7),
            "adaptiveNormOfMeans": adaptive_norm(means, s, p, 5),
            "adaptiveNormOfTemplates": adaptive_norm(r, s, p, 5),
            "openMax": open_max(r, identity_of, p, 4, 2, 8),
        }
    )
text = json.dumps({"numpy": np.__version__, "fits": fits, "cases": cases})
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")
