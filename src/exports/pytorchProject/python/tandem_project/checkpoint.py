"""
A run at the end of an epoch: from here it goes on as if it had never stopped. The page writes one for a run that was
interrupted, and train.py after every epoch.
"""
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

from .best import BestEpochs
from .model import MultiTaskModel
from .optim import Learner

VALUE, BEST = 'value/', 'best/'


@dataclass
class Progress:
    # Epochs and steps that are done.
    epoch: int = 0
    step: int = 0
    history: list[dict] = field(default_factory=list)
    # Metrics before the first step, where the encoder learns.
    before: dict | None = None


def save(folder: Path, progress: Progress, learner: Learner, best: BestEpochs) -> None:
    """Written beside the one before, which then goes: a job that is killed leaves either."""
    new = folder.with_name(f'{folder.name}.new')
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    steps, moments = learner.state()
    tensors = {VALUE + name: value for name, value in learner.values().items()}
    tensors |= moments | {BEST + name: value for name, value in best.values.items()}
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, new / 'state.safetensors')
    state = {**vars(progress), 'steps': steps, 'best': best.state()}
    (new / 'state.json').write_text(json.dumps(state, ensure_ascii=False) + '\n', encoding='utf-8')
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def load(folder: Path, model: MultiTaskModel, learner: Learner, options: dict) -> tuple[Progress, BestEpochs]:
    """Puts values and moments where they were."""
    state = json.loads((folder / 'state.json').read_text(encoding='utf-8'))
    tensors = load_file(folder / 'state.safetensors')

    def part(prefix: str) -> dict[str, Tensor]:
        return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}

    model.load_parameters(part(VALUE))
    learner.restore(state['steps'], tensors)
    progress = Progress(state['epoch'], state['step'], state['history'], state.get('before'))
    return progress, BestEpochs(options, state['best'], part(BEST))


def newest(output: Path, project: Path) -> Path | None:
    """Where to go on: from what train.py wrote, else from where the page was."""
    candidates = [output / 'checkpoint', output / 'checkpoint.new', project / 'checkpoint']
    return next((folder for folder in candidates if (folder / 'state.json').exists()), None)
