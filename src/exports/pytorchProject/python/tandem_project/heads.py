"""The head of each kind of task. Parameters are called as in heads.safetensors, behind the task's name."""
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .project import Task


class Layers(nn.Module):
    """Linear, activation, maybe LayerNorm, dropout, linear; or the last of these alone. @param last what the last layer is called"""

    def __init__(self, hidden: int, outputs: int, config: dict, two: bool, last: str = 'classifier'):
        super().__init__()
        self.two, self.last = two, last
        if two:
            self.dense = nn.Linear(hidden, hidden)
            self.activation = {'relu': F.relu, 'gelu': F.gelu, 'tanh': torch.tanh}[config.get('activation', 'relu')]
            self.norm = nn.Identity() if config.get('normEps') is None else nn.LayerNorm(hidden, eps=config['normEps'])
            self.dropout = nn.Dropout(0.1)
        self.add_module(last, nn.Linear(hidden, outputs))

    def layers(self, features: Tensor) -> Tensor:
        if self.two:
            features = self.dropout(self.norm(self.activation(self.dense(features))))
        return self.get_submodule(self.last)(features)


class SentenceHead(Layers):
    """Two layers on the pooled vector: classes, several labels, a number."""

    def forward(self, pooled: list[Tensor]) -> Tensor:
        return self.layers(pooled[0])


class UnitHead(nn.Module):
    """One linear layer on the pooled vector at length 1: logistic and ridge regression."""

    def __init__(self, hidden: int, outputs: int):
        super().__init__()
        self.classifier = nn.Linear(hidden, outputs)

    def forward(self, pooled: list[Tensor]) -> Tensor:
        return self.classifier(F.normalize(pooled[0]))


class EntityHead(Layers):
    """Labels of every word piece, of the last layer or of a learned mix of all of them."""

    def __init__(self, hidden: int, outputs: int, config: dict, two: bool, layers: int):
        super().__init__(hidden, outputs, config, two)
        self.mix = nn.Parameter(torch.full((layers,), 1 / layers)) if config.get('layers') == 'mix' else None

    def forward(self, states: list[Tensor]) -> Tensor:
        """@param states of every layer, [pieces, hidden] each, the embeddings first"""
        return self.layers(states[-1] if self.mix is None else torch.einsum('l,lph->ph', self.mix, torch.stack(states)))


class AnswerHead(Layers):
    """Where an answer begins and where it ends, of every word piece of question and context (Devlin et al., 2018)."""

    def forward(self, states: list[Tensor]) -> Tensor:
        return self.layers(states[-1])


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
    config, two = task.config, task.two_layers
    if task.kind in ('classification', 'multiLabel', 'regression'):
        outputs = 1 if task.kind == 'regression' else len(config['labels'])
        return SentenceHead(pooled, outputs, config, two) if two else UnitHead(pooled, outputs)
    if task.kind == 'similarity':
        return SimilarityHead(pooled, config.get('projection'))
    if task.kind == 'entities':
        return EntityHead(hidden, len(config['labels']), config, two, layers)
    return AnswerHead(hidden, 2, config, two, last='qaOutputs')
