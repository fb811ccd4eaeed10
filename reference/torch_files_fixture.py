"""Writes fixtures/torchFiles.json: files of torch.save, old and new, with the values that PyTorch reads from them; and files that
weights should not be.

Run: python reference/torch_files_fixture.py
"""
import base64
import io
import os
from collections import OrderedDict

import torch

from classifiers_fixture import CASES
from common import base64_floats, load_hashes, write_fixture
from transformers import AutoConfig

torch.manual_seed(4)
TABLE = torch.randn(6, 4)


def weights():
    """As models have them: views, tied values, half precision, buffers of integers."""
    wide = torch.randn(3, 10)
    state = OrderedDict(
        words=TABLE,
        decoder=TABLE,
        part=wide[1:, 2:7],
        turned=torch.randn(4, 3).t(),
        half=torch.randn(5).half(),
        brain=torch.randn(2, 2).bfloat16(),
        double=torch.randn(3, dtype=torch.float64),
        positions=torch.arange(7).expand((1, -1)),
        mask=torch.tensor([True, False]),
        empty=torch.zeros(0, 4),
        scalar=torch.tensor(2.5),
        parameter=torch.nn.Parameter(torch.randn(2, 3)),
    )
    state._metadata = OrderedDict(version=1)
    return state


class Evil:
    def __reduce__(self):
        return os.system, ('true',)


def saved(content, **options):
    file = io.BytesIO()
    torch.save(content, file, **options)
    return base64.b64encode(file.getvalue()).decode()


def classifier():
    """The first model of fixtures/classifiers.json."""
    model_type, sizes, auto, head = CASES[0]
    model = auto.from_config(AutoConfig.for_model(model_type, **sizes, **head))
    load_hashes(model)
    return model.state_dict()


state = weights()
OLD = dict(_use_new_zipfile_serialization=False)
write_fixture('torchFiles.json', {
    'files': {
        'zip': saved(state),
        'before 1.6': saved(state, **OLD),
        'protocol 4': saved(state, pickle_protocol=4),
    },
    'values': {name: {'shape': list(tensor.shape), 'data': base64_floats(tensor.detach().float().numpy())} for name, tensor in state.items()},
    'classifier': {'zip': saved(classifier()), 'before 1.6': saved(classifier(), **OLD)},
    'refused': {
        'a function to call': saved({'weight': Evil()}),
        'a function to call, before 1.6': saved({'weight': Evil()}, **OLD),
        'a whole module': saved(torch.nn.Linear(2, 2)),
        'a list': saved([torch.zeros(2)]),
        'complex numbers': saved({'weight': torch.zeros(2, dtype=torch.complex64)}),
    },
})
