"""What the encoder says of rows, and how heads are given it. While the whole encoder is frozen it is computed once and kept."""
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .data import pieces_in, rows_of, views_of
from .plan import chunks
from .project import Task

# Bytes that are kept at most; beyond, every epoch computes them anew, as the page does where memory is short.
LIMIT = 8e9
BATCH = 32


@dataclass
class Features:
    # Of each view the pooled vectors, [examples, modes · hidden].
    pooled: dict[str, Tensor]
    # Of each view the word pieces of all examples, [pieces, hidden] per layer: of the last one, or of all where a head mixes them.
    pieces: dict[str, list[Tensor]]


def kept(rows: list[dict], tasks: list[Task], device: torch.device) -> Features | None:
    """Features of rows of which all have been kept."""
    if not rows or not all('features' in row for row in rows):
        return None
    pooled, pieces = {}, {}
    for view in views_of(tasks):
        own = [row['features'].get(view) for row in rows]
        # Rows without a second text teach nothing about two: nothing stands for them.
        some = next(features for features in own if features)
        nothing = (torch.zeros_like(some[0]), [torch.zeros(0, layer.shape[1]) for layer in some[1]])
        own = [features or nothing for features in own]
        pooled[view] = torch.stack([vector for vector, _ in own]).to(device)
        pieces[view] = [torch.cat(layers).to(device) for layers in zip(*(layers for _, layers in own))]
    return Features(pooled, pieces)


@torch.no_grad()
def keep(model: nn.Module, rows: list[dict], tasks: list[Task]) -> None:
    """Has every row carry its features. @param model whose encoder is frozen"""
    hidden = model.encoder.config.hidden_size
    layers = model.layers + 1 if any(task.config.get('layers') == 'mix' for task in tasks) else 1
    if sum(len(view['pieces']) / 2 for row in rows for view in row['read'].values()) * hidden * layers * 4 > LIMIT:
        return
    model.eval()
    for part in chunks(rows, BATCH):
        found: list[dict] = [{} for _ in part]
        for view in views_of(tasks):
            able = [i for i, row in enumerate(part) if view in row['read']]
            own = [task for task in tasks if view in task.views]
            if not able:
                continue
            features = model.read([part[i] for i in able], own)
            counts = [pieces_in(part[i], view) for i in able]
            split = [layer.cpu().split(counts) for layer in features.pieces[view]]
            for k, i in enumerate(able):
                found[i][view] = (features.pooled[view][k].cpu(), [layer[k].clone() for layer in split])
        for row, features in zip(part, found):
            row['features'] = features


def bounds_of(task: Task, rows: list[dict]) -> list[int]:
    """Where the outputs of each row begin, and the last end."""
    bounds = [0]
    for row in rows:
        bounds.append(bounds[-1] + rows_of(task, row))
    return bounds
