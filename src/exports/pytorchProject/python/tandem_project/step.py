"""A step of the optimiser: losses of its batches, their gradients summed over processes, clipping, the update."""
import torch
from accelerate import Accelerator
from torch import Tensor

from .data import targets_of
from .features import bounds_of
from .losses import loss_sum, loss_weight
from .model import MultiTaskModel
from .optim import Learner
from .project import Task

PlannedBatch = tuple[list[int], list[str]]


class Stepper:
    def __init__(self, model: MultiTaskModel, learner: Learner, rows: list[dict], tasks: list[Task], options: dict, accelerator: Accelerator):
        self.model, self.learner, self.rows, self.tasks = model, learner, rows, tasks
        self.options, self.accelerator = options, accelerator
        learner.optimizer = accelerator.prepare(learner.optimizer)

    def run(self, batches: list[PlannedBatch], lowest: int) -> dict:
        """@param lowest the lowest depth that learns; @returns losses by task, their weighted sum, the gradient norm"""
        optimizer, accelerator = self.learner.optimizer, self.accelerator
        optimizer.zero_grad(set_to_none=True)
        counting: set[str] = set()
        sums: dict[str, list[float]] = {}
        total = 0.0
        for examples, names in batches:
            tasks, losses, batch_total = self.losses([self.rows[i] for i in examples], names)
            counting |= {task.name for task in tasks}
            if batch_total.requires_grad:
                accelerator.backward(batch_total / len(batches))
            for task, loss in zip(tasks, accelerator.reduce(losses, 'sum').tolist()):
                sums.setdefault(task.name, []).append(loss)
            total += accelerator.reduce(batch_total.detach(), 'sum').item() / len(batches)
        taught = self.learner.taught([*counting], lowest)
        self.sum_gradients(taught)
        limit = self.options['maxGradNorm'] or float('inf')
        norm = accelerator.clip_grad_norm_(taught, limit)
        optimizer.step()
        return {'losses': {name: sum(own) / len(own) for name, own in sums.items()}, 'total': total, 'gradNorm': float(norm)}

    def losses(self, rows: list[dict], names: list[str]) -> tuple[list[Task], Tensor, Tensor]:
        """
        Every process computes its share of a batch, and divides by what the whole batch weighs: means of shares would not be
        the mean where one has more labels than another.

        @returns the tasks that have a label in the batch, this process's part of the loss of each, and of the total
        """
        device, world = self.accelerator.device, self.accelerator.num_processes
        tasks = [task for task in self.tasks if task.name in names and any(task.name in row['targets'] for row in rows)]
        mine = rows[self.accelerator.process_index::world]
        total, parts = torch.zeros((), device=device), torch.zeros(len(tasks), device=device)
        own = [task for task in tasks if any(task.name in row['targets'] for row in mine)]
        if not own:
            return tasks, parts, total
        with self.accelerator.autocast():
            outputs = self.model(mine, own)
        for i, task in enumerate(tasks):
            if task not in own:
                continue
            targets, weight = targets_of(task, mine, device), loss_weight(task, targets_of(task, rows))
            loss = loss_sum(task, outputs[task.name], targets, bounds_of(task, mine)) / weight
            parts[i] = loss.detach()
            total = total + self.weighed(task, loss, loss_weight(task, targets.cpu()) / weight)
        return tasks, parts, total

    def weighed(self, task: Task, loss: Tensor, share: float) -> Tensor:
        """λ·L, or exp(−s)·L + s/2 with a learned s = log σ². @param share of the task's labels in the batch that this process has"""
        if self.options['balance'] != 'uncertainty':
            return task.weight * loss
        variance = self.model.log_variances[self.tasks.index(task)]
        return (torch.exp(-variance) * loss + share * variance / 2).squeeze(0)

    def sum_gradients(self, parameters: list[torch.nn.Parameter]) -> None:
        """
        One reduction over all gradients. DistributedDataParallel would do it piece by piece, but it wants to know once and for
        all which parameters take part, and here layers open in the middle of a run.
        """
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        if self.accelerator.num_processes == 1 or not parameters:
            return
        flat = torch.cat([parameter.grad.flatten() for parameter in parameters])
        summed = self.accelerator.reduce(flat, 'sum')
        for parameter, gradient in zip(parameters, summed.split([parameter.numel() for parameter in parameters])):
            parameter.grad.copy_(gradient.view_as(parameter))
