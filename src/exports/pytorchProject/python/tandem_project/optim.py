"""Who learns, and how fast: AdamW in groups, the top layer of the encoder fastest, each below at a rate that is a factor lower."""
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .model import MultiTaskModel
from .project import Project


@dataclass
class Part:
    """A parameter that learns, of a layer of the encoder or of a task."""
    name: str
    parameter: nn.Parameter
    # Of the encoder's top layer as a factor, of a head as it is.
    rate: float
    decay: float
    depth: int | None = None
    task: str | None = None
    is_variance: bool = False


def learning_parts(model: MultiTaskModel, project: Project, lowest: int) -> list[Part]:
    """@param lowest the lowest depth that learns in any epoch: what lies below is frozen for good"""
    named, options = model.named(), project.options
    decay = options['weightDecay']
    parts = []
    for name, known in project.parameters.items():
        # Biases and norms of the encoder are left out of weight decay, as is customary.
        if known['depth'] >= lowest:
            rate = options['layerDecay'] ** (model.layers - known['depth'])
            parts.append(Part(name, named[name], rate, decay if known['decays'] else 0.0, depth=known['depth']))
    for task, head, variance in zip(project.tasks, model.heads, model.log_variances):
        if task.frozen:
            continue
        for path, parameter in head.named_parameters():
            parts.append(Part(f'{task.name}.{path}', parameter, task.learning_rate, decay, task=task.name))
        parts.append(Part(f'uncertainty.{task.name}', variance, task.learning_rate, 0.0, task=task.name, is_variance=True))
    return parts


class Learner:
    """An optimiser, and which parameters take part in a step."""

    def __init__(self, model: MultiTaskModel, project: Project, lowest: int):
        self.parts = learning_parts(model, project, lowest)
        self.uncertainty = project.options['balance'] == 'uncertainty'
        for parameter in model.parameters():
            parameter.requires_grad = False
        groups = [{'params': [part.parameter], 'weight_decay': part.decay} for part in self.parts]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.999), eps=1e-8)

    def open(self, lowest: int) -> None:
        """Lets gradients reach down to a depth and no further."""
        for part in self.parts:
            part.parameter.requires_grad = part.depth is None or part.depth >= lowest

    def set_rates(self, factor: float, encoder_rate: float) -> None:
        """@param factor from the schedule; @param encoder_rate of the top layer"""
        for part, group in zip(self.parts, self.optimizer.param_groups):
            group['lr'] = part.rate * factor * (1.0 if part.depth is None else encoder_rate)

    def taught(self, counting: list[str], lowest: int) -> list[nn.Parameter]:
        """
        What a step changes: open layers, and the heads of tasks that have a label in it. The others keep values and moments.
        """
        def takes_part(part: Part) -> bool:
            if part.depth is not None:
                return part.depth >= lowest
            return part.task in counting and (self.uncertainty or not part.is_variance)

        return [part.parameter for part in self.parts if takes_part(part)]

    def values(self) -> dict[str, Tensor]:
        return {part.name: part.parameter.detach().cpu().clone() for part in self.parts}

    def state(self) -> tuple[dict[str, int], dict[str, Tensor]]:
        """Of parameters that have been taught: how often, and both moments, by name."""
        steps, moments = {}, {}
        for part in self.parts:
            state = self.optimizer.state.get(part.parameter)
            if state:
                steps[part.name] = int(state['step'])
                for moment in ('exp_avg', 'exp_avg_sq'):
                    moments[f'{part.name}/{moment}'] = state[moment].detach().cpu().contiguous()
        return steps, moments

    def restore(self, steps: dict[str, int], moments: dict[str, Tensor]) -> None:
        for part in self.parts:
            if steps.get(part.name, 0) > 0:
                shape, device = part.parameter.shape, part.parameter.device
                own = {m: moments[f'{part.name}/{m}'].reshape(shape).to(device).clone() for m in ('exp_avg', 'exp_avg_sq')}
                self.optimizer.state[part.parameter] = {'step': torch.tensor(float(steps[part.name])), **own}
