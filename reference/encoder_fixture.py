"""Writes fixtures/encoder.json: losses and every gradient of small BERTs under both heads, by PyTorch, padded where Tandem packs.

Run: python reference/encoder_fixture.py
"""
import torch
from torch.nn.functional import cross_entropy, linear

from common import base64_floats, bert, hash_tensor, hash_weights, mean_pool, write_fixture
from random_bert_fixture import COMMON, SHAPES, rows, small_batch

CLASSES, TAGS, SAMPLES = 4, 7, 48


def heads(hidden: int) -> dict[str, torch.Tensor]:
    shapes = [
        ('taskA.dense.weight', (hidden, hidden)),
        ('taskA.dense.bias', (hidden,)),
        ('taskA.classifier.weight', (CLASSES, hidden)),
        ('taskA.classifier.bias', (CLASSES,)),
        ('taskB.classifier.weight', (TAGS, hidden)),
        ('taskB.classifier.bias', (TAGS,)),
    ]
    return {name: torch.from_numpy(hash_tensor(1000 + i, name, shape).copy()).requires_grad_() for i, (name, shape) in enumerate(shapes)}


def sampled(gradient: torch.Tensor) -> dict:
    """The norm, and values at even distances: every tensor is looked at, none is stored whole."""
    flat = gradient.detach().flatten()
    stride = max(1, flat.numel() // SAMPLES)
    return {'norm': flat.double().norm().item(), 'stride': stride, 'values': base64_floats(flat[::stride].numpy().copy())}


def case(shape: dict, activation: str) -> dict:
    config = {**COMMON, **shape, 'hidden_act': activation}
    batch = small_batch(config['vocab_size'])
    model = bert(config, hash_weights(config))
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


if __name__ == '__main__':
    torch.set_num_threads(1)
    write_fixture('encoder.json', {
        'cases': [case(SHAPES['2x64'], 'gelu'), case(SHAPES['3x96'], 'gelu'), case(SHAPES['2x64'], 'gelu_new'), case(SHAPES['2x64'], 'relu')],
    })
