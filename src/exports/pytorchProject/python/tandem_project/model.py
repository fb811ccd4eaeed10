"""One encoder under the heads of all tasks. Reads and writes the folder that transformers and Tandem open."""
import json
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoModel, logging

from .data import collate
from .features import Features, kept
from .heads import make_head
from .pooling import pool
from .project import Project, Task


def load_encoder(folder: Path) -> nn.Module:
    """@throws ValueError where a weight is missing, other than those of a pooler, which nothing here reads"""
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    encoder, loading = AutoModel.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    missing = [name for name in loading['missing_keys'] if 'pooler' not in name]
    if missing:
        raise ValueError(f'{folder} has no values for {", ".join(missing)}.')
    return encoder


class MultiTaskModel(nn.Module):
    def __init__(self, folder: Path, project: Project):
        super().__init__()
        self.folder, self.tasks, self.pooling = folder, project.tasks, project.pooling
        self.depths = {name: parameter['depth'] for name, parameter in project.parameters.items()}
        self.encoder = load_encoder(folder)
        config = self.encoder.config
        self.layers = config.num_hidden_layers
        self.padding = config.pad_token_id or 0
        # Names of people's choosing are no names of modules: heads are a list, in the order of the tasks.
        hidden = config.hidden_size
        self.heads = nn.ModuleList([make_head(task, len(self.pooling) * hidden, hidden, self.layers + 1) for task in self.tasks])
        # s = log σ² of each task, for losses balanced by uncertainty (Kendall, Gal & Cipolla, 2018).
        self.log_variances = nn.ParameterList([nn.Parameter(torch.zeros(1)) for _ in self.tasks])
        self._takes_types = getattr(config, 'type_vocab_size', 0) > 1
        with safe_open(folder / 'model.safetensors', 'pt') as file:
            self.saved = list(file.keys())
        values = load_file(folder / 'heads.safetensors')
        missing = [name for name in self.head_names() if name not in values]
        if missing:
            raise ValueError(f'{folder} has no values for {", ".join(missing)}.')
        self.load_parameters(values)

    def named(self) -> dict[str, nn.Parameter]:
        """All parameters by the names that files have for them: those of heads begin with the task's, as `topic.dense.weight`."""
        found = {name: parameter for name, parameter in self.encoder.named_parameters() if name in self.depths}
        for task, head, variance in zip(self.tasks, self.heads, self.log_variances):
            found |= {f'{task.name}.{path}': parameter for path, parameter in head.named_parameters()}
            found[f'uncertainty.{task.name}'] = variance
        return found

    def head_names(self) -> list[str]:
        """Those of the heads' parameters."""
        return [f'{task.name}.{path}' for task, head in zip(self.tasks, self.heads) for path, _ in head.named_parameters()]

    @torch.no_grad()
    def load_parameters(self, values: dict[str, Tensor]) -> None:
        """Values of unknown names are ignored."""
        known = self.named()
        for name, value in values.items():
            if name in known:
                known[name].copy_(value.reshape(known[name].shape))

    def forward(self, rows: list[dict], tasks: list[Task]) -> dict[str, Tensor]:
        """@param tasks those that answer; @returns [outputs, columns] of each"""
        features = kept(rows, tasks, self.device) or self.read(rows, tasks)
        outputs = {}
        for task, head in zip(self.tasks, self.heads):
            if task in tasks:
                given = features.pieces[task.views[0]] if task.per_piece else [features.pooled[view] for view in task.views]
                outputs[task.name] = head(given)
        return outputs

    def read(self, rows: list[dict], tasks: list[Task]) -> Features:
        """What the encoder says of rows in the views of these tasks."""
        batch = collate(rows, tasks, self.padding, self.device)
        mixes = any(task.config.get('layers') == 'mix' for task in tasks)
        types = {'token_type_ids': batch.types} if self._takes_types else {}
        found = self.encoder(input_ids=batch.ids, attention_mask=batch.mask, output_hidden_states=mixes, **types)
        states = [*(found.hidden_states[:-1] if mixes else []), found.last_hidden_state]
        pooled = {}
        for view, owner in batch.owner.items():
            own = owner >= 0
            pooled[view] = pool(states[-1][own], batch.mask[own], owner[own], len(rows), self.pooling)
        return Features(pooled, {view: [layer[place, at] for layer in states] for view, (place, at) in batch.pieces.items()})

    @property
    def device(self) -> torch.device:
        return self.log_variances[0].device

    def set_modes(self, lowest: int, dropout: bool = True) -> None:
        """Has dropout in what learns. Layers below the lowest open one run as in inference: the page keeps what they compute."""
        self.train(dropout)
        for name, module in self.encoder.named_modules():
            module.training = dropout and self.depth_of_module(name) >= lowest

    def depth_of_module(self, name: str) -> int:
        """That of the lowest parameter in it, or in the nearest module around it that has any."""
        inside = [depth for parameter, depth in self.depths.items() if not name or parameter.startswith(f'{name}.')]
        return min(inside) if inside else self.depth_of_module(name.rpartition('.')[0])

    def save(self, folder: Path, values: dict[str, Tensor], configs: dict[str, dict]) -> None:
        """
        The folder as it was, with other values: transformers opens its encoder, Tandem all of it.

        @param values by name; what there is none for is taken from the model; @param configs of each task
        """
        folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.rglob('*'):
            if path.is_file() and path.name not in ('model.safetensors', 'heads.safetensors', 'heads.json', 'model.onnx'):
                (folder / path.relative_to(self.folder)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / path.relative_to(self.folder))
        now = {name: parameter.detach() for name, parameter in self.named().items()} | values
        kept = load_file(self.folder / 'model.safetensors')

        def stored(names) -> dict[str, Tensor]:
            return {name: now.get(name, kept.get(name)).detach().cpu().contiguous() for name in names}

        save_file(stored(self.saved), folder / 'model.safetensors', metadata={'format': 'pt'})
        save_file(stored(self.head_names()), folder / 'heads.safetensors')
        (folder / 'heads.json').write_text(json.dumps(configs, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')
