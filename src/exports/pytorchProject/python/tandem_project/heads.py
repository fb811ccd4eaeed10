"""The head of each kind of task. Parameters are called as in heads.safetensors, behind the task's name."""
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .project import Task


class SentenceHead(nn.Module):
    """Linear, activation, dropout, linear on the pooled vector: classes, several labels, a number."""

    def __init__(self, hidden: int, outputs: int, activation: str = 'relu'):
        super().__init__()
        self.activation = {'relu': F.relu, 'gelu': F.gelu, 'tanh': torch.tanh}[activation]
        self.dense = nn.Linear(hidden, hidden)
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(hidden, outputs)

    def forward(self, pooled: list[Tensor]) -> Tensor:
        return self.classifier(self.dropout(self.activation(self.dense(pooled[0]))))


class UnitHead(nn.Module):
    """One linear layer on the pooled vector at length 1: logistic and ridge regression."""

    def __init__(self, hidden: int, outputs: int):
        super().__init__()
        self.classifier = nn.Linear(hidden, outputs)

    def forward(self, pooled: list[Tensor]) -> Tensor:
        return self.classifier(F.normalize(pooled[0]))


class EntityHead(nn.Module):
    """A linear layer on every word piece, of the last layer or of a learned mix of all of them."""

    def __init__(self, hidden: int, outputs: int, layers: int, mixes: bool):
        super().__init__()
        self.mix = nn.Parameter(torch.full((layers,), 1 / layers)) if mixes else None
        self.classifier = nn.Linear(hidden, outputs)

    def forward(self, states: list[Tensor]) -> Tensor:
        """@param states of every layer, [pieces, hidden] each, the embeddings first"""
        mixed = states[-1] if self.mix is None else torch.einsum('l,lph->ph', self.mix, torch.stack(states))
        return self.classifier(mixed)


class AnswerHead(nn.Module):
    """Where an answer begins and where it ends, of every word piece of question and context (Devlin et al., 2018)."""

    def __init__(self, hidden: int):
        super().__init__()
        self.qaOutputs = nn.Linear(hidden, 2)

    def forward(self, states: list[Tensor]) -> Tensor:
        return self.qaOutputs(states[-1])


class SimilarityHead(nn.Module):
    """The cosine of two pooled vectors, which may go through a linear layer first."""

    def __init__(self, hidden: int, width: int | None):
        super().__init__()
        self.projection = nn.Linear(hidden, width) if width else None

    def forward(self, pooled: list[Tensor]) -> Tensor:
        a, b = pooled if self.projection is None else [self.projection(vector) for vector in pooled]
        return F.cosine_similarity(a, b)[:, None]


def make_head(task: Task, pooled: int, hidden: int, layers: int) -> nn.Module:
    """@param pooled width of the pooled vector; @param layers hidden states that the encoder has, the embeddings included"""
    activation = task.config.get('activation', 'relu')
    if task.kind in ('classification', 'multiLabel', 'regression'):
        outputs = 1 if task.kind == 'regression' else len(task.config['labels'])
        return SentenceHead(pooled, outputs, activation) if task.two_layers else UnitHead(pooled, outputs)
    if task.kind == 'similarity':
        return SimilarityHead(pooled, task.config.get('projection'))
    if task.kind == 'entities':
        return EntityHead(hidden, len(task.config['labels']), layers, mixes=task.config.get('layers') == 'mix')
    return AnswerHead(hidden)
