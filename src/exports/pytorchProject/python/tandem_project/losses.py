"""
The loss of each kind of task, as a sum and the weight that it is to be divided by: so that the mean over a batch is
the same however the batch is divided among processes.
"""
import torch
from torch import Tensor
from torch.nn import functional as F

from .project import Task

IGNORED = -100


def class_weights(task: Task) -> list[float] | None:
    weights = task.config.get('classWeights', 'none')
    if weights == 'balanced':
        weights = task.config.get('balancedWeights')
    return [float(weight) for weight in weights] if isinstance(weights, list) else None


def loss_weight(task: Task, targets: Tensor) -> float:
    """What the summed loss of these targets is divided by: labels, weighted where classes are."""
    if task.kind == 'classification':
        known = targets[targets != IGNORED]
        weights = class_weights(task)
        return float(len(known) if weights is None else torch.tensor(weights)[known].sum())
    if task.kind == 'entities':
        return float((targets != IGNORED).sum())
    if task.kind == 'multiLabel':
        return float((targets >= 0).sum())
    if task.kind == 'questionAnswering':
        # Beginnings and ends.
        return float(((targets > 0) & (targets & 1 != 0)).sum() + ((targets > 0) & (targets & 2 != 0)).sum())
    return float(targets[:, 1].sum())


def loss_sum(task: Task, outputs: Tensor, targets: Tensor, bounds: list[int]) -> Tensor:
    """
    @param outputs [rows, columns]; @param targets as targets_of gives them
    @param bounds where the word pieces of each example begin
    """
    outputs = outputs.float()
    if task.kind == 'classification':
        weights = class_weights(task)
        weight = None if weights is None else torch.tensor(weights, device=outputs.device)
        smoothing = task.config.get('labelSmoothing', 0.0)
        return F.cross_entropy(outputs, targets, weight, ignore_index=IGNORED, reduction='sum', label_smoothing=smoothing)
    if task.kind == 'entities':
        return F.cross_entropy(outputs, targets, ignore_index=IGNORED, reduction='sum')
    if task.kind == 'multiLabel':
        known = targets >= 0
        return F.binary_cross_entropy_with_logits(outputs[known], targets[known], reduction='sum')
    if task.kind == 'questionAnswering':
        return _span_loss(outputs, targets, bounds)
    # A score: squared error of the rows that have one.
    return ((outputs[:, 0] - targets[:, 0]) ** 2 * targets[:, 1]).sum()


def _span_loss(outputs: Tensor, marks: Tensor, bounds: list[int]) -> Tensor:
    """Beginning and end of an answer are each one of the word pieces of its context. Marks: 1 begins, 2 ends, 3 both, -1 outside."""
    total = outputs.sum() * 0
    for first, end in zip(bounds, bounds[1:]):
        inside = marks[first:end] >= 0
        own, scores = marks[first:end][inside], outputs[first:end][inside]
        for column, bit in enumerate((1, 2)):
            gold = (own & bit != 0).nonzero()
            if len(gold) > 0:
                total = total + F.cross_entropy(scores[None, :, column], gold[0], reduction='sum')
    return total
