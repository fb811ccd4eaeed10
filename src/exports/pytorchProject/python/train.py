"""
Trains the heads of all tasks, and the encoder as far as run.json opens it: on one CPU, one GPU, or several processes.

    python train.py
    accelerate launch train.py
    torchrun --nproc_per_node 2 train.py

It goes on from the checkpoint in the output folder where there is one, else from where the page was. What comes out is
output/model, which transformers and Tandem open, output/metrics.json and output/log.jsonl with one line per step.
"""
import argparse
import json
import math
import time
from pathlib import Path
from typing import TextIO

from accelerate.utils import set_seed

from tandem_project import checkpoint
from tandem_project.best import BestEpochs, fallen
from tandem_project.evaluation import evaluate
from tandem_project.features import keep
from tandem_project.model import MultiTaskModel
from tandem_project.optim import Learner
from tandem_project.plan import plan_epoch, plan_unfreezing, schedule_factor, teaching_tasks
from tandem_project.project import FOLDER, Project, Task, start
from tandem_project.step import Stepper


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--output', type=Path, default=FOLDER / 'output')
    parser.add_argument('--steps', type=int, help='stop after so many steps, to try it out')
    parser.add_argument('--no-dropout', action='store_true', help='to compare losses step by step')
    args = parser.parse_args()

    accelerator = start()
    project = Project.load()
    options, tasks = project.options, project.tasks
    train, validation, test = (project.rows(split) for split in ('train', 'validation', 'test'))
    model = MultiTaskModel(project.folder / 'model', project).to(accelerator.device)
    if options['recompute']:
        model.encoder.activation_checkpointing_enable()
    depths = plan_unfreezing(options, model.layers)
    learner = Learner(model, project, lowest=min(lowest for lowest, _ in depths))
    from_here = checkpoint.newest(args.output, project.folder)
    progress, best = (
        checkpoint.load(from_here, model, learner, options) if from_here else (checkpoint.Progress(), BestEpochs(options))
    )
    if all(lowest > model.layers for lowest, _ in depths):
        keep(model, [*train, *validation], tasks)
    stepper = Stepper(model, learner, train, tasks, options, accelerator)

    def steps_of(epoch: int) -> list:
        return plan_epoch(train, teaching_tasks(tasks, depths[epoch - 1][0], model.layers, options), options, epoch)

    steps = sum(len(steps_of(epoch)) for epoch in range(1, options['epochs'] + 1))
    warmup = math.floor(options['warmupRatio'] * steps + 0.5)
    args.output.mkdir(parents=True, exist_ok=True)
    log = open_log(args.output / 'log.jsonl', progress.step) if accelerator.is_main_process else None
    accelerator.print(f'{len(train)} rows to train on, {steps} steps, {progress.step} of them done, on {accelerator.num_processes} × {accelerator.device}')
    if options.get('unfreeze') and progress.before is None and not args.steps:
        progress.before = evaluate(model, validation, tasks, accelerator, calibrate=True).metrics

    for epoch in range(progress.epoch + 1, options['epochs'] + 1):
        started = time.time()
        lowest, encoder_rate = depths[epoch - 1]
        learner.open(lowest)
        model.set_modes(lowest, dropout=not args.no_dropout)
        # From the epoch, so that a run that goes on draws what it would have drawn.
        set_seed((options['seed'] * 1_000_003 + epoch * 1009 + accelerator.process_index) % 2**32)
        totals = []
        for batches in steps_of(epoch):
            factor = schedule_factor(options['schedule'], progress.step, steps, warmup)
            learner.set_rates(factor, encoder_rate)
            report = stepper.run(batches, lowest)
            totals.append(report['total'])
            if log:
                log.write(json.dumps({'step': progress.step, 'epoch': epoch, 'rateFactor': factor, **report}) + '\n')
                log.flush()
            if not math.isfinite(report['total']):
                raise SystemExit(f'The loss is no longer a number in epoch {epoch}: lower the learning rates in run.json, or clip harder.')
            progress.step += 1
            if args.steps and progress.step >= args.steps:
                return accelerator.print(f'Stopped after {progress.step} steps, as you asked.')
        found = evaluate(model, validation, tasks, accelerator, calibrate=True)
        best.add(epoch, found, tasks, learner.values())
        progress.epoch = epoch
        mean = sum(totals) / max(1, len(totals))
        progress.history.append({'epoch': epoch, 'loss': mean, 'validation': found.metrics, 'seconds': time.time() - started})
        accelerator.print(f'epoch {epoch}: loss {mean:.4f}, {summary(tasks, found.metrics)}')
        if accelerator.is_main_process:
            checkpoint.save(args.output / 'checkpoint', progress, learner, best)
        accelerator.wait_for_everyone()
        drifted = fallen(tasks, progress.before or {}, found.metrics, options['drift']['tolerance'])
        for message in drifted:
            accelerator.print(f'The frozen task {message}.')
        if (drifted and options['drift']['stop']) or best.should_stop(epoch):
            accelerator.print(f'Stopped early after epoch {epoch}.')
            break

    model.load_parameters(best.values)
    for task in tasks:
        task.config = best.configs.get(task.name, task.config)
    # The test rows have had no say in anything, and are scored once.
    tested = evaluate(model, test, tasks, accelerator).metrics
    if accelerator.is_main_process:
        model.save(args.output / 'model', {}, {task.name: task.config for task in tasks})
        result = {'best': best.state()['best'], 'validation': best.metrics, 'test': tested, 'history': progress.history}
        (args.output / 'metrics.json').write_text(json.dumps(result, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')
    accelerator.print(f'best: {summary(tasks, best.metrics)}' + (f'; test: {summary(tasks, tested)}' if tested else ''))
    accelerator.end_training()


def open_log(path: Path, step: int) -> TextIO:
    """Keeps the lines of steps before this one: an epoch that was cut short begins again."""
    lines = path.read_text(encoding='utf-8').splitlines(keepends=True) if path.exists() else []
    path.write_text(''.join(line for line in lines if json.loads(line)['step'] < step), encoding='utf-8')
    return path.open('a', encoding='utf-8')


def summary(tasks: list[Task], metrics: dict[str, dict[str, float]]) -> str:
    """Of each task the metric that chooses its best epoch, where the rows have labels for it."""
    shown = [(task.name, task.metric['id'], metrics.get(task.name, {}).get(task.metric['id'])) for task in tasks]
    return ', '.join(f'{name} {metric} {value:.3f}' for name, metric, value in shown if value is not None)


if __name__ == '__main__':
    main()
