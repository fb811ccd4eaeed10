"""
Logistic regression on unit vectors of the bundled model by scikit-learn, with what classes are called as rows beside those that
have labels, and with the help of texts that have none, of which two layers are read first. Reads a JSON object from stdin and writes
the probabilities of its test texts, [texts, classes]: for fewLabels.test.ts.
"""
import json
import sys

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

from common import bundled_model, bundled_tokenizer, mean_pool


@torch.no_grad()
def unit_vectors(texts: list[str]) -> np.ndarray:
    """Of the last layer, and of the one before it: [2, texts, hidden]."""
    model, tokenizer = bundled_model(), bundled_tokenizer()
    vectors = []
    for text in texts:
        ids = torch.tensor([tokenizer.encode(text).ids])
        mask = torch.ones_like(ids)
        states = model(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        vectors.append([mean_pool(states[depth], mask)[0].numpy() for depth in (-1, -2)])
    return unit(np.asarray(vectors, dtype=np.float64).transpose(1, 0, 2))


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def neighbourhood(x: np.ndarray, k: int = 10):
    """What adds to values of rows the mean of those of their k nearest, these by their cosines."""
    cosines = x @ x.T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argsort(-cosines, axis=1)[:, :k]
    shares = np.maximum(0, np.take_along_axis(cosines, nearest, axis=1)) / k
    return lambda values: values + np.einsum('nk,nkd->nd', shares, values[nearest])


def fitted(x: np.ndarray, y: list[int], weights: list[float]) -> LogisticRegression:
    model = LogisticRegression(C=given['C'], solver='newton-cg', tol=1e-8, max_iter=1000)
    return model.fit(x, y, sample_weight=weights)


def logits_of(model: LogisticRegression, x: np.ndarray) -> np.ndarray:
    logits = model.decision_function(x)
    return np.stack([np.zeros_like(logits), logits], axis=1) if logits.ndim == 1 else logits


torch.set_num_threads(1)
given = json.load(sys.stdin)
rows, names, texts, test = given['rows'], given['names'], given['unlabelled'], given['test']
x, before = unit_vectors([row['text'] for row in rows] + names + texts + test)
known = len(rows) + len(names)
tested = known + len(texts)
y = [row['class'] for row in rows] + list(range(len(names)))
weights = [1.0] * len(rows) + [given['weight']] * len(names)
factor = 1.0
if texts:
    read = unit(x[:tested] + 0.5 * before[:tested])
    with_neighbours = neighbourhood(read)
    around = unit(with_neighbours(read))
    around = unit(around - around.mean(axis=0))
    teacher = fitted(around[:known], y, weights)
    taught = logits_of(teacher, around[known:])
    answers = taught
    for _ in range(2):
        model = fitted(x[:tested], y + answers.argmax(1).tolist(), weights + [0.1] * len(texts))
        answers = with_neighbours(softmax(logits_of(model, x[:tested]), axis=1))[known:]
    own = logits_of(model, x[known:tested])
    likely = softmax(taught, axis=1)
    factor = minimize_scalar(lambda f: -(likely * log_softmax(f * own, axis=1)).sum(), bounds=(0, 100), method='bounded').x
else:
    model = fitted(x[:known], y, weights)
json.dump(softmax(factor * logits_of(model, x[tested:]), axis=1).tolist(), sys.stdout)
