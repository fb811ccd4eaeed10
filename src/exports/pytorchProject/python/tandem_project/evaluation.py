"""Answers of all tasks to a split, and what they are worth."""
from dataclasses import dataclass, field

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import gather_object

from .data import targets_of, tokens_of
from .features import bounds_of
from .losses import loss_sum, loss_weight
from .metrics import SCORES, thresholds
from .model import MultiTaskModel
from .plan import chunks
from .project import Task

# Rows that go through the encoder at a time.
BATCH = 32


@dataclass
class Evaluated:
    # By task: loss, count, and the metrics of its kind.
    metrics: dict[str, dict[str, float]] = field(default_factory=dict)
    # Settings that the rows have decided, by task: thresholds.
    configs: dict[str, dict] = field(default_factory=dict)
    # By task, of each row that has a label: its index, and [rows, columns].
    outputs: dict[str, dict[int, np.ndarray]] = field(default_factory=dict)


def answer(model: MultiTaskModel, rows: list[dict], tasks: list[Task], accelerator: Accelerator) -> dict[str, dict[int, np.ndarray]]:
    """Outputs of every task for the rows that it can read; every process answers its share, and has all in the end."""
    order = sorted(range(len(rows)), key=lambda i: tokens_of(rows[i]))
    mine = []
    model.eval()
    for part in chunks(order, BATCH)[accelerator.process_index::accelerator.num_processes]:
        for views in dict.fromkeys(task.views for task in tasks):
            own = [task for task in tasks if task.views == views]
            able = [i for i in part if own[0].can_read(rows[i])]
            if not able:
                continue
            with torch.no_grad(), accelerator.autocast():
                found = model([rows[i] for i in able], own)
            for task in own:
                values = found[task.name].float().cpu().numpy()
                bounds = bounds_of(task, [rows[i] for i in able])
                mine += [(task.name, i, values[first:end]) for i, first, end in zip(able, bounds, bounds[1:])]
    outputs: dict[str, dict[int, np.ndarray]] = {task.name: {} for task in tasks}
    for name, i, values in gather_object(mine):
        outputs[name][i] = values
    return outputs


def evaluate(model: MultiTaskModel, rows: list[dict], tasks: list[Task], accelerator: Accelerator, calibrate: bool = False) -> Evaluated:
    """@param calibrate whether these rows decide thresholds; those of a frozen head stay"""
    result = Evaluated()
    outputs = answer(model, rows, tasks, accelerator)
    for task in tasks:
        labelled = [i for i, row in enumerate(rows) if task.name in row['labels'] and task.can_read(row)]
        if not labelled:
            continue
        own_rows, own = [rows[i] for i in labelled], [outputs[task.name][i] for i in labelled]
        config = task.config
        if calibrate and not task.frozen and task.kind == 'multiLabel':
            config = config | {'thresholds': thresholds(own_rows, own, task.name, config)}
        result.outputs[task.name] = dict(zip(labelled, own))
        result.configs[task.name] = config
        result.metrics[task.name] = {
            'loss': mean_loss(task, own_rows, own),
            'count': len(labelled),
            **{metric: float(value) for metric, value in SCORES[task.kind](own_rows, own, task.name, config).items()},
        }
    return result


def mean_loss(task: Task, rows: list[dict], outputs: list[np.ndarray]) -> float:
    targets = targets_of(task, rows)
    weight = loss_weight(task, targets)
    loss = loss_sum(task, torch.from_numpy(np.concatenate(outputs)), targets, bounds_of(task, rows))
    return float(loss) / weight if weight else 0.0
