"""Losses, gradients and AdamW steps of the two heads on frozen features, by PyTorch in float32: reference/fixtures/heads.json."""
import math

import numpy as np
import torch
from torch.nn.functional import cross_entropy, linear

from common import base64_floats, hash_tensor, joint_head_shapes, write_fixture

HIDDEN, CLASSES, TAGS, SENTENCES, STEPS = 24, 4, 7, 13, 20
RATE, DECAY = 1e-2, 0.01
SHAPES = joint_head_shapes(HIDDEN, CLASSES, TAGS)
CASES = [
    {'name': 'plain'},
    {'name': 'weighted', 'lambdaA': 0.3, 'lambdaB': 0.7},
    {'name': 'uncertainty', 'balance': 'uncertainty'},
    {'name': 'clipped', 'maxGradNorm': 0.5},
    {'name': 'frozen task A', 'frozen': 'taskA'},
    {'name': 'frozen task B', 'frozen': 'taskB'},
    {'name': 'linear schedule', 'schedule': 'linear', 'warmup': 4},
    {'name': 'cosine schedule', 'schedule': 'cosine', 'warmup': 4},
]


def factor(case, step):
    """transformers.get_linear_schedule_with_warmup and get_cosine_schedule_with_warmup."""
    warmup = case.get('warmup', 0)
    if 'schedule' not in case:
        return 1.0
    if step < warmup:
        return step / warmup
    done = (step - warmup) / (STEPS - warmup)
    return 1 - done if case['schedule'] == 'linear' else 0.5 * (1 + math.cos(math.pi * done))


def run(case, pooled, tokens, labels_a, labels_b):
    parameters = {name: torch.from_numpy(hash_tensor(number, name, shape).copy()) for number, (name, shape) in enumerate(SHAPES, 1)}
    for name, parameter in parameters.items():
        parameter.requires_grad_(not name.startswith(case.get('frozen', 'none')))
    log_variances = {task: torch.zeros(1, requires_grad=case.get('frozen') != task) for task in ('taskA', 'taskB')}
    groups = [{'params': [p for p in parameters.values() if p.requires_grad], 'weight_decay': DECAY}]
    if case.get('balance') == 'uncertainty':
        groups.append({'params': list(log_variances.values()), 'weight_decay': 0.0})
    optimizer = torch.optim.AdamW(groups, lr=RATE)

    def losses():
        hidden = torch.relu(linear(pooled, parameters['taskA.dense.weight'], parameters['taskA.dense.bias']))
        logits_a = linear(hidden, parameters['taskA.classifier.weight'], parameters['taskA.classifier.bias'])
        logits_b = linear(tokens, parameters['taskB.classifier.weight'], parameters['taskB.classifier.bias'])
        a, b = cross_entropy(logits_a, labels_a, ignore_index=-100), cross_entropy(logits_b, labels_b, ignore_index=-100)
        if case.get('balance') == 'uncertainty':
            shares = [torch.exp(-s) * loss + s / 2 for loss, s in ((a, log_variances['taskA']), (b, log_variances['taskB']))]
            return a, b, (shares[0] + shares[1]).squeeze()
        return a, b, case.get('lambdaA', 1.0) * a + case.get('lambdaB', 1.0) * b

    steps, gradients, norm = [], {}, 0.0
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group['lr'] = RATE * factor(case, step)
        a, b, total = losses()
        optimizer.zero_grad()
        total.backward()
        learned = {**parameters, **{f'uncertainty.{task}': s for task, s in log_variances.items()}}
        present = {name: p.grad for name, p in learned.items() if p.grad is not None}
        total_norm = torch.nn.utils.clip_grad_norm_([p for p in learned.values() if p.grad is not None], math.inf)
        if step == 0:
            gradients = {name: base64_floats(gradient.detach().numpy().copy()) for name, gradient in present.items()}
            norm = total_norm.item()
        if 'maxGradNorm' in case:
            torch.nn.utils.clip_grad_norm_([p for p in learned.values() if p.grad is not None], case['maxGradNorm'])
        optimizer.step()
        steps.append([a.item(), b.item(), total.item()])
    return {**case, 'gradients': gradients, 'gradNorm': norm, 'losses': steps}


def main():
    torch.set_num_threads(1)
    rng = np.random.default_rng(5)
    lengths = rng.integers(1, 12, SENTENCES)
    tokens = hash_tensor(0, 'features', (int(lengths.sum()), HIDDEN))
    ends = np.cumsum(lengths)
    pooled = np.stack([tokens[end - length:end].astype(np.float64).mean(0) for end, length in zip(ends, lengths)]).astype(np.float32)
    labels_a = rng.integers(0, CLASSES, SENTENCES)
    labels_a[rng.random(SENTENCES) < 0.2] = -100
    labels_b = rng.integers(0, TAGS, len(tokens))
    labels_b[rng.random(len(tokens)) < 0.3] = -100
    data = [torch.from_numpy(array) for array in (pooled, tokens.copy(), labels_a, labels_b)]
    write_fixture('heads.json', {
        'hidden': HIDDEN, 'classes': CLASSES, 'tags': TAGS, 'rate': RATE, 'decay': DECAY,
        'lengths': lengths.tolist(), 'labelsA': labels_a.tolist(), 'labelsB': labels_b.tolist(),
        'pooled': base64_floats(pooled), 'tokens': base64_floats(tokens),
        'parameters': {name: base64_floats(hash_tensor(number, name, shape)) for number, (name, shape) in enumerate(SHAPES, 1)},
        'cases': [run(case, *data) for case in CASES],
    })


if __name__ == '__main__':
    main()
