"""
Logistic regression on unit vectors of the bundled model by scikit-learn, with what classes are called as rows beside those that
have labels. Reads a JSON object from stdin and writes the classes of its test texts: for fewLabels.test.ts.
"""
import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from common import bundled_model, bundled_tokenizer, mean_pool


@torch.no_grad()
def unit_vectors(texts: list[str]) -> np.ndarray:
    model, tokenizer = bundled_model(), bundled_tokenizer()
    vectors = []
    for text in texts:
        ids = torch.tensor([tokenizer.encode(text).ids])
        mask = torch.ones_like(ids)
        vectors.append(mean_pool(model(ids, attention_mask=mask).last_hidden_state, mask)[0].numpy())
    x = np.asarray(vectors, dtype=np.float64)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


torch.set_num_threads(1)
given = json.load(sys.stdin)
rows, names, test = given['rows'], given['names'], given['test']
x = unit_vectors([row['text'] for row in rows] + names + test)
fitted = len(rows) + len(names)
y = [row['class'] for row in rows] + list(range(len(names)))
weights = [1.0] * len(rows) + [given['weight']] * len(names)
model = LogisticRegression(C=given['C'], solver='newton-cg', tol=1e-10, max_iter=1000)
model.fit(x[:fitted], y, sample_weight=weights)
json.dump(model.predict(x[fitted:]).tolist(), sys.stdout)
