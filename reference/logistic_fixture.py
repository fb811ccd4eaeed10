"""Logistic and ridge regression on unit vectors by scikit-learn, solved to convergence: reference/fixtures/logistic.json."""
import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from common import base64_floats, hash_tensor, write_fixture

# Rows, width, classes: fewer rows than columns, and more.
SHAPES = [(18, 48, 3), (60, 16, 5), (24, 40, 2), (60, 12, 2)]
STRENGTHS = [0.1, 1.0, 100.0]


def unit_rows(number, rows, width):
    x = hash_tensor(number, f'logistic {rows}x{width}', (rows, width)).astype(np.float32)
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


def fit(model, x, y, weights=None):
    model.fit(x.astype(np.float64), y, sample_weight=weights)
    return {'coefficients': base64_floats(np.asarray(model.coef_, dtype=np.float32)), 'biases': np.atleast_1d(model.intercept_).tolist()}


def case(number, rows, width, classes):
    x = unit_rows(number, rows, width)
    labels = np.array([(i * 7 + i // 5) % classes for i in range(rows)])
    several = np.array([[int((i >> bit) % 3 == 0) for bit in range(2)] for i in range(rows)])
    numbers = np.array([np.sin(i) + x[i, 0] for i in range(rows)])
    weights = np.array([1 + (i % 4) / 2 for i in range(rows)])
    logistic = lambda C: LogisticRegression(C=C, solver='newton-cg', tol=1e-12, max_iter=10000)
    solved = []
    for C in STRENGTHS:
        solved.append({
            'C': C,
            'classes': fit(logistic(C), x, labels),
            'weighted': fit(logistic(C), x, labels, weights),
            'several': [fit(logistic(C), x, several[:, column]) for column in range(2)],
            'numbers': fit(Ridge(alpha=1 / C, solver='cholesky'), x, numbers),
        })
    return {'rows': rows, 'width': width, 'classes': classes, 'x': base64_floats(x), 'labels': labels.tolist(),
            'several': several.tolist(), 'numbers': numbers.tolist(), 'weights': weights.tolist(), 'solved': solved}


if __name__ == '__main__':
    write_fixture('logistic.json', {'cases': [case(number, *shape) for number, shape in enumerate(SHAPES, 1)]})
