"""
Keeps the best epoch instead of the last. On a frozen encoder heads share nothing, so that each keeps its own best
epoch; with one that learns the chosen metric decides for all.
"""
import math

from torch import Tensor

from .evaluation import Evaluated
from .project import Task

Values = dict[str, Tensor]


def towards(metric: dict, values: dict | None) -> float | None:
    """A metric in the direction in which higher is better; None where the split has no label of its task."""
    value = (values or {}).get(metric['id'])
    return None if value is None else value if metric['better'] == 'higher' else -value


def monitored(metric: str, metrics: dict, tasks: list[Task]) -> float | None:
    """@param metric `mean` of all tasks' first metrics, or `task.metric`"""
    if metric == 'mean':
        known = [value for task in tasks if (value := towards(task.metrics[0], metrics.get(task.name))) is not None]
        return sum(known) / len(known) if known else None
    name, _, chosen = metric.rpartition('.')
    for task in tasks:
        for one in task.metrics:
            if task.name == name and one['id'] == chosen:
                return towards(one, metrics.get(name))
    return None


def is_better(now: dict, before: dict | None) -> bool:
    """A better score, or the same at a lower loss."""
    return before is None or (now['score'], -now['loss']) > (before['score'], -before['loss'])


class BestEpochs:
    def __init__(self, options: dict, state: dict | None = None, values: Values | None = None):
        """@param state, values: of an earlier part of the same run"""
        state = state or {}
        self.options = options
        self.best: dict[str, dict] = state.get('best', {})
        self.metrics: dict[str, dict] = state.get('metrics', {})
        self.configs: dict[str, dict] = state.get('configs', {})
        self.chosen: dict | None = state.get('chosen')
        self.values: Values = values or {}
        for best in [*self.best.values(), *([self.chosen] if self.chosen else [])]:
            # JSON has no infinity: a task without validation rows has no score.
            best['score'] = -math.inf if best['score'] is None else best['score']

    def state(self) -> dict:
        def plain(best: dict) -> dict:
            return best | {'score': best['score'] if math.isfinite(best['score']) else None}

        kept = {'best': {name: plain(best) for name, best in self.best.items()}, 'metrics': self.metrics, 'configs': self.configs}
        return kept | ({'chosen': plain(self.chosen)} if self.chosen else {})

    def add(self, epoch: int, found: Evaluated, tasks: list[Task], values: Values) -> None:
        """@param values of the learning parameters after this epoch, by name"""
        stopping = self.options.get('earlyStopping')
        metric = stopping['metric'] if stopping else 'mean'
        losses = {task.name: found.metrics.get(task.name, {}).get('loss', 0.0) for task in tasks}
        score = monitored(metric, found.metrics, tasks)
        now = {
            'epoch': epoch,
            'score': -math.inf if score is None else score,
            'loss': losses.get(metric.rpartition('.')[0], sum(task.weight * losses[task.name] for task in tasks)),
        }
        # Without validation rows there is nothing to choose by: the last epoch is kept.
        last = self.options['validation'] == 'none'
        rises = last or is_better(now, self.chosen)
        if rises:
            self.chosen = now
        is_open = bool(self.options.get('unfreeze'))
        for task in tasks:
            own_score = towards(task.metric, found.metrics.get(task.name))
            own = {'epoch': epoch, 'score': -math.inf if own_score is None else own_score, 'loss': losses[task.name]}
            if not (rises if is_open or last else is_better(own, self.best.get(task.name))):
                continue
            self.best[task.name] = own
            if task.name in found.metrics:
                self.metrics[task.name], self.configs[task.name] = found.metrics[task.name], found.configs[task.name]
            names = [f'{task.name}.{path}' for path in task.parameters] + [f'uncertainty.{task.name}']
            self.values |= {name: values[name] for name in names if name in values}
        if is_open and rises:
            self.values |= values

    def should_stop(self, epoch: int) -> bool:
        """Whether the chosen metric has not risen for as long as the options allow."""
        stopping = self.options.get('earlyStopping')
        return bool(stopping) and epoch - (self.chosen or {'epoch': 0})['epoch'] >= stopping['patience']


def fallen(tasks: list[Task], before: dict, now: dict, tolerance: float) -> list[str]:
    """Frozen tasks whose metric has become worse by more than is tolerated, while the encoder learns."""
    found = []
    for task in tasks:
        first, last = towards(task.metric, before.get(task.name)), towards(task.metric, now.get(task.name))
        if task.frozen and first is not None and last is not None and first - last > tolerance:
            found.append(f'{task.name}: {task.metric["id"]} went from {abs(first):.3f} to {abs(last):.3f}')
    return found
