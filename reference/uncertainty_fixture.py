"""Bootstrap intervals by scipy, temperatures by scipy on PyTorch's losses, calibration errors by numpy: reference/fixtures/uncertainty.json."""
import numpy as np
import torch
from scipy import optimize, stats

from common import write_fixture


def micro_f1(right, predicted, there, axis=-1):
    return 2 * right.sum(axis) / (predicted.sum(axis) + there.sum(axis))


def bootstrap_case(rng, rows):
    """Sentences with entities: what is there, predicted and right in each."""
    there = rng.poisson(2, rows)
    right = rng.binomial(there, rng.beta(3, 1, rows))
    predicted = right + rng.binomial(1, 0.3, rows)
    found = stats.bootstrap((right, predicted, there), micro_f1, paired=True, vectorized=True, method='percentile', n_resamples=50_000, random_state=1)
    return {
        'right': right.tolist(), 'predicted': predicted.tolist(), 'there': there.tolist(),
        'interval': [float(found.confidence_interval.low), float(found.confidence_interval.high)],
    }


def smoothing(rows, classes):
    """As if one more row had been right and one more wrong (Laplace's rule of succession): at most (n + 1) / (n + 2) are taken to be right."""
    return classes / ((classes - 1) * (rows + 2))


def temperature_case(rng, rows, classes, scale, accuracy, margin=2):
    """Logits of some accuracy, multiplied by a scale that is to be found again."""
    targets = rng.integers(0, classes, rows)
    logits = rng.normal(0, 1, (rows, classes))
    favoured = np.where(rng.random(rows) < accuracy, targets, rng.integers(0, classes, rows))
    logits[np.arange(rows), favoured] += margin
    logits = (logits * scale).astype(np.float32)
    z, y = torch.tensor(logits, dtype=torch.float64), torch.tensor(targets)

    def loss(log_temperature):
        return torch.nn.functional.cross_entropy(z / np.exp(log_temperature), y, label_smoothing=smoothing(rows, classes)).item()

    found = optimize.minimize_scalar(loss, bounds=(-8, 8), method='bounded', options={'xatol': 1e-10})
    nll = lambda t: torch.nn.functional.cross_entropy(z / t, y).item()
    temperature = float(np.exp(found.x))
    return {
        'classes': classes, 'logits': logits.ravel().tolist(), 'targets': targets.tolist(), 'temperature': temperature,
        'nll': [nll(1), nll(temperature)],
    }


def calibration_case(rng, count, bins):
    """Confidences, some of them at the edges of bins and at both ends, with whether each answer was right."""
    confidence = np.clip(rng.beta(3, 1, count), 0, 1)
    edges = np.linspace(0, 1, bins + 1)
    ends = edges if bins == 16 else edges[[0, -1]]  # sixteenths are exact in binary
    confidence[: len(ends)] = ends
    right = rng.random(count) < confidence ** 1.5
    # Bins are open below and closed above, as Guo et al. have them; 0 belongs to the first.
    where = np.clip(np.searchsorted(edges, confidence, side='left') - 1, 0, bins - 1)
    filled = [
        {'bin': int(b), 'count': int((where == b).sum()), 'confidence': float(confidence[where == b].mean()), 'accuracy': float(right[where == b].mean())}
        for b in range(bins) if (where == b).any()
    ]
    error = sum(one['count'] / count * abs(one['accuracy'] - one['confidence']) for one in filled)
    return {'bins': bins, 'confidence': confidence.tolist(), 'right': right.tolist(), 'filled': filled, 'error': float(error)}


rng = np.random.default_rng(7)
write_fixture('uncertainty.json', {
    'bootstrap': [bootstrap_case(rng, rows) for rows in (15, 40, 150)],
    'temperature': [
        temperature_case(rng, rows, classes, scale, accuracy)
        for rows, classes, scale, accuracy in [
            (40, 2, 3, 0.8), (60, 4, 0.2, 0.7), (200, 10, 8, 0.6), (25, 3, 1, 1), (30, 2, 40, 0.9), (300, 5, 1, 0.3),
        ]
    ]
    # All of them right.
    + [temperature_case(rng, 12, 3, 1, 1, margin=6)],
    'calibration': [calibration_case(rng, count, bins) for count, bins in [(400, 15), (37, 15), (5, 15), (100, 16)]],
})
