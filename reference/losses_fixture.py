"""Losses and their gradients by PyTorch in float64, from float32 inputs: reference/fixtures/losses.json."""
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cosine_similarity, cross_entropy, mse_loss

from common import base64_floats, write_fixture

IGNORE, UNKNOWN = -100, -1


def floats(array) -> dict:
    return {'shape': list(array.shape), 'floats': base64_floats(array)}


def integers(values) -> dict:
    return {'shape': [len(values)], 'integers': [int(value) for value in values]}


def learned(array) -> torch.Tensor:
    return torch.from_numpy(array.astype(np.float64)).requires_grad_()


def normal(rng, *shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def case(name, op, inputs, output, total, tensors, **more) -> dict:
    """`tensors` are the first inputs, whose gradients of `total` are compared."""
    total.backward()
    values = [float(torch.as_tensor(value).detach()) for value in output]
    return {'name': name, 'op': op, 'inputs': inputs, 'output': values, 'gradients': [base64_floats(t.grad.numpy()) for t in tensors], **more}


def weighted_cross_entropy(rng, name, rows, classes, smoothing):
    logits, weights = normal(rng, rows, classes, scale=3), rng.uniform(0.1, 3, classes).astype(np.float32)
    labels = rng.integers(0, classes, rows)
    labels[rng.random(rows) < 0.25] = IGNORE
    x, w, y = learned(logits), torch.from_numpy(weights).double(), torch.from_numpy(labels)
    loss = cross_entropy(x, y, weight=w, ignore_index=IGNORE, label_smoothing=smoothing)
    inputs = [floats(logits), integers(labels), floats(weights)]
    return case(name, 'weightedCrossEntropy', inputs, [loss, w[y[y != IGNORE]].sum()], loss, [x], attributes={'smoothing': smoothing})


def binary_cross_entropy(rng):
    logits = normal(rng, 90, 5, scale=6)
    # Far from 0, where only a stable form gives anything of use.
    logits[0, :2] = 60, -60
    targets = rng.integers(0, 2, logits.shape).astype(np.float32)
    targets[::7] = 0.25
    targets[rng.random(logits.shape) < 0.3] = UNKNOWN
    x, t = learned(logits), torch.from_numpy(targets).double()
    known = t >= 0
    loss = binary_cross_entropy_with_logits(x[known], t[known])
    return case('elements of unknown target', 'binaryCrossEntropy', [floats(logits), floats(targets)], [loss, known.sum()], loss, [x])


def squared_error(rng):
    predictions, values = normal(rng, 300, 1), normal(rng, 300, scale=2)
    known = rng.random(300) < 0.7
    x = learned(predictions)
    loss = mse_loss(x[known, 0], torch.from_numpy(values[known]).double())
    targets = np.stack([values, known], 1).astype(np.float32)
    return case('rows of unknown value', 'squaredError', [floats(predictions), floats(targets)], [loss, known.sum()], loss, [x])


def cosine(rng):
    """Under mse_loss, as sentence-transformers' CosineSimilarityLoss has it."""
    a, b, wanted = normal(rng, 11, 35), normal(rng, 11, 35, scale=5), rng.random(11).astype(np.float32)
    # The same direction, and the opposite one.
    b[0], b[1] = 2 * a[0], -a[1]
    x, y = learned(a), learned(b)
    similarities = cosine_similarity(x, y)
    loss = mse_loss(similarities, torch.from_numpy(wanted).double())
    targets = floats(np.stack([wanted, np.ones(11)], 1).astype(np.float32))
    return case('two vectors', 'cosine', [floats(a), floats(b)], similarities, loss, [x, y], targets=targets)


def question_answering(rng):
    """As in transformers' BertForQuestionAnswering: every text has a start and an end; what is not context cannot win."""
    lengths, skipped, spare = [9, 4, 17, 1, 12], 3, 6
    answers = [(2, 5), (0, 0), (3, 16), (0, 0), (11, 11)]
    longest = max(lengths)
    bounds = np.cumsum([0, *(skipped + length for length in lengths)])
    scores, marks = normal(rng, int(bounds[-1]) + spare, 2, scale=2), []
    for length, (start, end) in zip(lengths, answers):
        marks += [-1] * skipped + [int(row == start) + 2 * int(row == end) for row in range(length)]
    x = learned(scores)
    padded = [torch.nn.functional.pad(x[first + skipped:end], (0, 0, 0, longest - (end - first - skipped)), value=-1e30) for first, end in zip(bounds, bounds[1:])]
    logits, positions = torch.stack(padded), torch.tensor(answers)
    loss = (cross_entropy(logits[..., 0], positions[:, 0]) + cross_entropy(logits[..., 1], positions[:, 1])) / 2
    inputs = [floats(scores), integers(marks + [3] * spare), integers(bounds)]
    return case('questions that have an answer', 'spanCrossEntropy', inputs, [loss, 2 * len(lengths)], loss, [x])


def spans(rng):
    """Three columns, of which any may lack a gold row or have several, and segments without rows or without any that take part."""
    lengths = [0, 5, 8, 0, 3, 21, 6]
    bounds = np.cumsum([0, *lengths])
    scores, marks = normal(rng, int(bounds[-1]) + 4, 3, scale=2), rng.choice([-1, 0, 0, 0, 1, 2, 4, 3], int(bounds[-1]) + 4)
    marks[bounds[4]:bounds[5]] = -1
    marks[bounds[6]:bounds[7]] = 0
    x, losses = learned(scores), []
    for first, end in zip(bounds, bounds[1:]):
        rows = [row for row in range(first, end) if marks[row] >= 0]
        for column in range(3):
            gold = [i for i, row in enumerate(rows) if marks[row] >> column & 1]
            if gold:
                losses.append(cross_entropy(x[rows, column], torch.tensor(gold[0])))
    loss = torch.stack(losses).mean()
    inputs = [floats(scores), integers(marks), integers(bounds)]
    return case('segments and columns of all kinds', 'spanCrossEntropy', inputs, [loss, len(losses)], loss, [x])


def main():
    rng = np.random.default_rng(17)
    write_fixture('losses.json', {'cases': [
        weighted_cross_entropy(rng, 'class weights', 37, 9, 0.0),
        weighted_cross_entropy(rng, 'class weights and label smoothing', 37, 9, 0.1),
        weighted_cross_entropy(rng, 'many rows, two classes, much smoothing', 300, 2, 0.4),
        binary_cross_entropy(rng),
        squared_error(rng),
        cosine(rng),
        question_answering(rng),
        spans(rng),
    ]})


if __name__ == '__main__':
    main()
