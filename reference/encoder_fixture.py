"""Writes fixtures/encoder.json: losses and every gradient of small BERTs and the bundled MiniLM under both heads, by PyTorch, padded where Tandem packs.

Run: python reference/encoder_fixture.py
"""
import json

import numpy as np
import torch
from torch.nn.functional import cross_entropy, linear

from common import BUNDLED, base64_floats, bert, bundled_model, hash_tensor, hash_weights, joint_head_shapes, mean_pool, write_fixture
from random_bert_fixture import COMMON, SHAPES, rows, small_batch

CLASSES, TAGS, SAMPLES = 4, 7, 48


def heads(hidden: int) -> dict[str, torch.Tensor]:
    shapes = joint_head_shapes(hidden, CLASSES, TAGS)
    return {name: torch.from_numpy(hash_tensor(1000 + i, name, shape).copy()).requires_grad_() for i, (name, shape) in enumerate(shapes)}


def sampled(gradient: torch.Tensor) -> dict:
    """The norm, and values at even distances: every tensor is looked at, none is stored whole."""
    flat = gradient.detach().flatten()
    stride = max(1, flat.numel() // SAMPLES)
    return {'norm': flat.double().norm().item(), 'stride': stride, 'values': base64_floats(flat[::stride].numpy().copy())}


def hashed(shape: dict, activation: str) -> dict:
    config = {**COMMON, **shape, 'hidden_act': activation}
    return case(config, bert(config, hash_weights(config)))


def bundled() -> dict:
    config = json.loads((BUNDLED / 'config.json').read_text())
    return {**case(config, bundled_model()), 'bundled': True}


def case(config: dict, model) -> dict:
    batch = small_batch(config['vocab_size'])
    tasks = heads(config['hidden_size'])
    states = model(**batch).last_hidden_state
    mask = batch['attention_mask']
    pooled = mean_pool(states, mask)
    labels_a = torch.tensor([2, -100, 0])
    labels_b = torch.where(mask.bool(), (torch.arange(mask.numel()).reshape(mask.shape) * 5) % TAGS, -100)
    labels_b[0, 3] = -100
    hidden = torch.relu(linear(pooled, tasks['taskA.dense.weight'], tasks['taskA.dense.bias']))
    a = cross_entropy(linear(hidden, tasks['taskA.classifier.weight'], tasks['taskA.classifier.bias']), labels_a)
    logits = linear(states, tasks['taskB.classifier.weight'], tasks['taskB.classifier.bias'])
    b = cross_entropy(logits.reshape(-1, TAGS), labels_b.reshape(-1))
    total = 0.3 * a + 0.7 * b
    total.backward()
    gradients = {**{name: p.grad for name, p in model.named_parameters() if p.grad is not None}, **{name: p.grad for name, p in tasks.items()}}
    return {
        'config': config,
        **rows(batch),
        'labelsA': labels_a.tolist(),
        'labelsB': labels_b.tolist(),
        'losses': [a.item(), b.item(), total.item()],
        'states': base64_floats(states[mask.bool()].detach()),
        'gradients': {name: sampled(gradient) for name, gradient in gradients.items()},
    }


RATE, DECAY, LAYER_DECAY, STEPS = 2e-3, 0.01, 0.8, 10
# Layers that learn at each step, from the top; -1 stands for all and the embeddings.
GRADUAL = [0, 0, 0, 1, 1, 1, 2, 2, -1, -1]


def losses_of(model, tasks, batch, labels_a, labels_b):
    states = model(**batch).last_hidden_state
    pooled = mean_pool(states, batch['attention_mask'])
    hidden = torch.relu(linear(pooled, tasks['taskA.dense.weight'], tasks['taskA.dense.bias']))
    # Between the two layers of Task A; nothing is dropped unless a run replaces the function.
    hidden = torch.nn.functional.dropout(hidden, PROBABILITY, model.training)
    a = cross_entropy(linear(hidden, tasks['taskA.classifier.weight'], tasks['taskA.classifier.bias']), labels_a)
    logits = linear(states, tasks['taskB.classifier.weight'], tasks['taskB.classifier.bias'])
    return 0.3 * a + 0.7 * cross_entropy(logits.reshape(-1, TAGS), labels_b.reshape(-1))


def depth_of(name: str) -> int:
    return int(name.split('.')[2]) + 1 if name.startswith('encoder.layer.') else 0


def groups_of(model, tasks, layers: int) -> list[dict]:
    groups = [{'params': list(tasks.values()), 'lr': RATE, 'weight_decay': DECAY}]
    for name, parameter in model.named_parameters():
        plain = name.endswith('.bias') or 'LayerNorm' in name
        groups.append({'params': [parameter], 'lr': RATE * LAYER_DECAY ** (layers - depth_of(name)), 'weight_decay': 0.0 if plain else DECAY})
    return groups


def steps(shape: dict, gradual: bool) -> list[float]:
    """Losses of AdamW steps with layer-wise rates, all parameters from the start or opened from the top."""
    config = {**COMMON, **shape, 'hidden_act': 'gelu'}
    layers = config['num_hidden_layers']
    batch = small_batch(config['vocab_size'])
    # Sentences have one segment.
    batch['token_type_ids'].zero_()
    model, tasks = bert(config, hash_weights(config)), heads(config['hidden_size'])
    labels_a = torch.tensor([2, -100, 0])
    labels_b = torch.where(batch['attention_mask'].bool(), (torch.arange(33).reshape(3, 11) * 5) % TAGS, -100)
    optimizer = torch.optim.AdamW(groups_of(model, tasks, layers))
    found = []
    for step in range(STEPS):
        open_layers = GRADUAL[step] if gradual else -1
        lowest = 0 if open_layers < 0 else layers + 1 - open_layers
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(depth_of(name) >= lowest)
        loss = losses_of(model, tasks, batch, labels_a, labels_b)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


PROBABILITY, SEED = 0.1, 3


def pcg4d(a: int, b: int, c: int, d: np.ndarray) -> np.ndarray:
    """First word of pcg4d (Jarzynski & Olano, 2020), for every element of the last key."""
    with np.errstate(over='ignore'):
        x, y, z, w = (np.uint32(1664525) * np.asarray(key, dtype=np.uint32) + np.uint32(1013904223) for key in (a, b, c, d))
        x = x + y * w
        y = y + z * x
        z = z + x * y
        w = w + y * z
        x, y, w = x ^ (x >> np.uint32(16)), y ^ (y >> np.uint32(16)), w ^ (w >> np.uint32(16))
        return x + y * w


def kept(step: int, op: int, elements: np.ndarray) -> torch.Tensor:
    """What dropout leaves of each element: 0, or 1 / (1 - p)."""
    draws = pcg4d(SEED, step, op, elements)
    return torch.from_numpy(np.where(draws >= np.uint32(round(PROBABILITY * 2**32)), np.float32(1 / (1 - PROBABILITY)), np.float32(0)))


def masks(step: int, lengths: list[int], width: int, hidden: int, layers: int, heads_count: int) -> list[torch.Tensor]:
    """The masks of one step in the order in which BERT and Task A ask for them; ones where Tandem has no row."""
    first = np.cumsum([0, *lengths])

    def rows(op: int) -> torch.Tensor:
        mask = torch.ones(len(lengths), width, hidden)
        for s, length in enumerate(lengths):
            elements = np.arange(first[s] * hidden, first[s + 1] * hidden, dtype=np.uint32)
            mask[s, :length] = kept(step, op, elements).reshape(length, hidden)
        return mask

    def scores(op: int) -> torch.Tensor:
        mask = torch.ones(len(lengths), heads_count, width, width)
        for s, length in enumerate(lengths):
            # Keyed by head, row and the column's place in its sequence.
            row, column = np.meshgrid(first[s] + np.arange(length), np.arange(length), indexing='ij')
            for head in range(heads_count):
                mask[s, head, :length, :length] = kept(step, op + (head << 16), ((row << 10) ^ column).astype(np.uint32))
        return mask

    found = [rows(10_000)]
    for layer in range(1, layers + 1):
        key = 10_000 + 4 * layer
        found += [scores(key), rows(key + 1), rows(key + 2)]
    return [*found, kept(step, 0, np.arange(len(lengths) * hidden, dtype=np.uint32)).reshape(len(lengths), hidden)]


def masked_steps(shape: dict) -> list[float]:
    """Losses of AdamW steps with dropout, whose masks are Tandem's."""
    config = {**COMMON, **shape, 'hidden_act': 'gelu', 'hidden_dropout_prob': PROBABILITY, 'attention_probs_dropout_prob': PROBABILITY}
    batch = small_batch(config['vocab_size'])
    batch['token_type_ids'].zero_()
    lengths = batch['attention_mask'].sum(1).tolist()
    model, tasks = bert(config, hash_weights(config)).train(), heads(config['hidden_size'])
    labels_a = torch.tensor([2, -100, 0])
    labels_b = torch.where(batch['attention_mask'].bool(), (torch.arange(33).reshape(3, 11) * 5) % TAGS, -100)
    optimizer = torch.optim.AdamW(groups_of(model, tasks, config['num_hidden_layers']))
    plain, found = torch.nn.functional.dropout, []
    for step in range(STEPS):
        waiting = masks(step, lengths, 11, config['hidden_size'], config['num_hidden_layers'], config['num_attention_heads'])

        def dropout(x, p=0.5, training=True, inplace=False):
            mask = waiting.pop(0)
            assert mask.shape == x.shape, (mask.shape, x.shape)
            return x * mask

        torch.nn.functional.dropout = dropout
        loss = losses_of(model, tasks, batch, labels_a, labels_b)
        torch.nn.functional.dropout = plain
        assert not waiting
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


if __name__ == '__main__':
    torch.set_num_threads(1)
    write_fixture('encoder.json', {
        'training': {
            'rate': RATE, 'decay': DECAY, 'layerDecay': LAYER_DECAY, 'gradual': GRADUAL,
            'allLosses': steps(SHAPES['2x64'], False), 'gradualLosses': steps(SHAPES['2x64'], True),
            'dropout': {'probability': PROBABILITY, 'seed': SEED, 'losses': masked_steps(SHAPES['2x64'])},
        },
        'cases': [
            hashed(SHAPES['2x64'], 'gelu'), hashed(SHAPES['3x96'], 'gelu'), hashed(SHAPES['2x64'], 'gelu_new'), hashed(SHAPES['2x64'], 'relu'), bundled(),
        ],
    })
