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


RATE, DECAY, LAYER_DECAY, STEPS = 2e-3, 0.01, 0.8, 10
# Layers that learn at each step, from the top; -1 stands for all and the embeddings.
GRADUAL = [0, 0, 0, 1, 1, 1, 2, 2, -1, -1]


def losses_of(model, tasks, batch, labels_a, labels_b):
    states = model(**batch).last_hidden_state
    pooled = mean_pool(states, batch['attention_mask'])
    hidden = torch.relu(linear(pooled, tasks['taskA.dense.weight'], tasks['taskA.dense.bias']))
    a = cross_entropy(linear(hidden, tasks['taskA.classifier.weight'], tasks['taskA.classifier.bias']), labels_a)
    logits = linear(states, tasks['taskB.classifier.weight'], tasks['taskB.classifier.bias'])
    return 0.3 * a + 0.7 * cross_entropy(logits.reshape(-1, TAGS), labels_b.reshape(-1))


def depth_of(name: str) -> int:
    return int(name.split('.')[2]) + 1 if name.startswith('encoder.layer.') else 0


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
    groups = [{'params': list(tasks.values()), 'lr': RATE, 'weight_decay': DECAY}]
    for name, parameter in model.named_parameters():
        plain = name.endswith('.bias') or 'LayerNorm' in name
        groups.append({'params': [parameter], 'lr': RATE * LAYER_DECAY ** (layers - depth_of(name)), 'weight_decay': 0.0 if plain else DECAY})
    optimizer = torch.optim.AdamW(groups)
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


if __name__ == '__main__':
    torch.set_num_threads(1)
    write_fixture('encoder.json', {
        'training': {
            'rate': RATE, 'decay': DECAY, 'layerDecay': LAYER_DECAY, 'gradual': GRADUAL,
            'allLosses': steps(SHAPES['2x64'], False), 'gradualLosses': steps(SHAPES['2x64'], True),
        },
        'cases': [case(SHAPES['2x64'], 'gelu'), case(SHAPES['3x96'], 'gelu'), case(SHAPES['2x64'], 'gelu_new'), case(SHAPES['2x64'], 'relu')],
    })
