"""Rows as padded tensors. Token ids and targets stand in the files, as the page computed them: nothing is tokenised here."""
from dataclasses import dataclass

import torch

from .project import Task


@dataclass
class Batch:
    """Sequences of all views, one behind another; an example may take several, being read in windows."""
    # Token ids, 1 where there is one, and segments: [sequences, length] each.
    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    # Of each view the pooled vector that each sequence belongs to, [sequences]; -1 where it is another view's.
    owner: dict[str, torch.Tensor]
    # Of each view where its word pieces stand: sequence and position, [pieces] each.
    pieces: dict[str, tuple[torch.Tensor, torch.Tensor]]


def views_of(tasks: list[Task]) -> list[str]:
    return list(dict.fromkeys(view for task in tasks for view in task.views))


def sequences_of(row: dict, view: str) -> list[dict]:
    """None where there is no second text: nothing of what a task says of two counts then."""
    return row['read'].get(view, {'sequences': []})['sequences']


def pieces_in(row: dict, view: str) -> int:
    """Word pieces of the text that a view reads, special tokens left out."""
    return sum(sequence['end'] - sequence['first'] for sequence in sequences_of(row, view))


def collate(rows: list[dict], tasks: list[Task], padding: int, device: torch.device) -> Batch:
    """@param tasks their views are what is read; @param padding the id of the padding token"""
    sequences, owner, pieces = [], {}, {}
    for view in views_of(tasks):
        place, at = [], []
        owner[view] = [-1] * len(sequences)
        for example, row in enumerate(rows):
            for sequence in sequences_of(row, view):
                count = sequence['end'] - sequence['first']
                place += [len(sequences)] * count
                at += range(sequence['at'], sequence['at'] + count)
                sequences.append(sequence)
                owner[view].append(example)
        pieces[view] = (place, at)
    length = max((len(sequence['ids']) for sequence in sequences), default=1)

    def padded(values: list[list[int]], filler: int) -> torch.Tensor:
        return torch.tensor([row + [filler] * (length - len(row)) for row in values], dtype=torch.long, device=device).reshape(-1, length)

    def indices(values: list[int]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.long, device=device)

    ids = [sequence['ids'] for sequence in sequences]
    return Batch(
        ids=padded(ids, padding),
        mask=padded([[1] * len(row) for row in ids], 0),
        types=padded([sequence.get('types') or [0] * len(sequence['ids']) for sequence in sequences], 0),
        owner={view: indices(own + [-1] * (len(sequences) - len(own))) for view, own in owner.items()},
        pieces={view: (indices(place), indices(at)) for view, (place, at) in pieces.items()},
    )


def rows_of(task: Task, row: dict) -> int:
    """How many outputs an example has: one, or one per word piece."""
    return pieces_in(row, task.views[0]) if task.per_piece else 1


def targets_of(task: Task, rows: list[dict], device: torch.device | str = 'cpu') -> torch.Tensor:
    """[rows] of integers, or [rows, width]; those of examples without a label are filler and teach nothing."""
    values = []
    for row in rows:
        values += row['targets'].get(task.name) or [task.filler] * (rows_of(task, row) * task.width)
    if task.kind in ('multiLabel', 'regression', 'similarity'):
        return torch.tensor(values, dtype=torch.float32, device=device).reshape(-1, task.width)
    return torch.tensor(values, dtype=torch.long, device=device)


def tokens_of(row: dict) -> int:
    """Tokens of all views, special ones included: rows of a similar length go well together."""
    return sum(len(sequence['ids']) for view in row['read'].values() for sequence in view['sequences'])
