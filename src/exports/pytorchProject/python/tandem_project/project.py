"""What a project folder says: the options of the run, its tasks, and the rows of each split."""
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from accelerate import Accelerator

FOLDER = Path(__file__).resolve().parent.parent

# How a kind of task reads an example: which of its texts, and whether as one vector or word piece by word piece.
# `joint` is question and text in one sequence.
READS = {
    'classification': (('text',), 'sentence'),
    'multiLabel': (('text',), 'sentence'),
    'regression': (('text',), 'sentence'),
    'similarity': (('text', 'other'), 'sentence'),
    'entities': (('text',), 'token'),
    'questionAnswering': (('joint',), 'token'),
}

# Target of a row that teaches nothing.
FILLERS = {
    'classification': -100,
    'entities': -100,
    'questionAnswering': -1,
    'multiLabel': -1.0,
    'regression': 0.0,
    'similarity': 0.0,
}


def start() -> Accelerator:
    """@throws SystemExit where processes that were started together would each train alone"""
    accelerator = Accelerator()
    started = int(os.environ.get('WORLD_SIZE', '1'))
    if accelerator.num_processes != started:
        raise SystemExit(
            f'{started} processes were started, and each would train by itself: Accelerate sees no GPU for them. '
            'To train on CPUs, set ACCELERATE_USE_CPU=true.'
        )
    return accelerator


@dataclass
class Task:
    name: str
    kind: str
    # Labels and settings, as heads.json has them.
    config: dict
    # λ, where weights are fixed.
    weight: float
    learning_rate: float
    frozen: bool
    # The metric that chooses the best epoch, and all others: `{'id': 'macroF1', 'better': 'higher'}`.
    metric: dict
    metrics: list[dict] = field(default_factory=list)

    @property
    def views(self) -> tuple[str, ...]:
        return READS[self.kind][0]

    @property
    def per_piece(self) -> bool:
        return READS[self.kind][1] == 'token'

    @property
    def filler(self) -> float:
        return FILLERS[self.kind]

    @property
    def learns(self) -> bool:
        """A similarity without a projection compares embeddings as they are: nothing in it could learn."""
        return not self.frozen and (self.kind != 'similarity' or bool(self.config.get('projection')))

    @property
    def two_layers(self) -> bool:
        """Heads on tokens have two where an activation is set."""
        if self.kind in ('entities', 'questionAnswering'):
            return bool(self.config.get('activation'))
        return self.config.get('head', 'twoLayer') == 'twoLayer'

    @property
    def parameters(self) -> tuple[str, ...]:
        """What its head may have, by the names of files."""
        if self.kind == 'similarity':
            return ('projection.weight', 'projection.bias')
        norm = ('norm',) if self.config.get('normEps') is not None else ()
        first = ('dense', *norm) if self.two_layers else ()
        last = 'qaOutputs' if self.kind == 'questionAnswering' else 'classifier'
        names = tuple(f'{layer}.{part}' for layer in (*first, last) for part in ('weight', 'bias'))
        return ('mix', *names) if self.kind == 'entities' else names

    @property
    def width(self) -> int:
        """Values that the target of one row has."""
        return {'multiLabel': len(self.config.get('labels', [])), 'regression': 2, 'similarity': 2}.get(self.kind, 1)

    def can_read(self, row: dict) -> bool:
        """A task on two texts has nothing to say of one."""
        return all(view in row['read'] for view in self.views)


@dataclass
class Project:
    folder: Path
    # Named as in the page's library; run.json can be edited.
    options: dict
    tasks: list[Task]
    # Modes by which tokens become one vector: mean, cls, max …
    pooling: list[str]
    # Of each of the encoder's parameters, its depth (0: the embeddings; layer i: i + 1) and whether weight decay applies.
    parameters: dict[str, dict]

    @classmethod
    def load(cls, folder: Path = FOLDER, heads: Path | None = None) -> 'Project':
        """@param heads a heads.json whose settings count. Default: that of the folder's model"""
        run = json.loads((folder / 'run.json').read_text(encoding='utf-8'))
        configs = json.loads((heads or folder / 'model' / 'heads.json').read_text(encoding='utf-8'))
        tasks = [
            Task(
                name=task['name'],
                kind=task['kind'],
                config=configs[task['name']],
                weight=task['weight'],
                learning_rate=task['learningRate'],
                frozen=task['frozen'],
                metric=task['metric'],
                metrics=task['metrics'],
            )
            for task in run['tasks']
        ]
        parameters = json.loads((folder / 'parameters.json').read_text(encoding='utf-8'))
        return cls(folder, run['options'], tasks, run['pooling'], parameters)

    def rows(self, split: str) -> list[dict]:
        """Rows of `train`, `validation` or `test`; none where the data has no such split."""
        path = self.folder / 'data' / f'{split}.jsonl'
        if not path.exists():
            return []
        with path.open(encoding='utf-8') as lines:
            return [json.loads(line) for line in lines]
