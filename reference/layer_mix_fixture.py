"""Writes fixtures/layer_mix.json: small random encoders whose token head reads a learned mix of all hidden states (ELMo's, with free
weights) while the encoder learns: losses, every gradient, and ten steps of AdamW, all layers open, opened from the top, and under a
frozen token head. Padded where Tandem packs; weights are hashes.

Run: python reference/layer_mix_fixture.py
"""
import torch
from torch.nn.functional import cross_entropy, linear, relu
from transformers import AutoConfig

from architectures_fixture import CONFIGS, batch_of, depth_of, groups_of, labels_of, model_of, sampled
from common import base64_floats, mean_pool, write_fixture
from encoder_fixture import DECAY, LAYER_DECAY, RATE, TAGS, heads

THREE = {'num_hidden_layers': 3}
CASES = {
    'bert': dict(**{**CONFIGS['electra'], **THREE, 'embedding_size': 16}, model_type='bert'),
    'roberta': dict(**{**CONFIGS['roberta'], **THREE}, model_type='roberta'),
    'mpnet': dict(**{**CONFIGS['mpnet'], **THREE}, model_type='mpnet'),
    # Its last hidden state has one more normalisation above it.
    'modernbert': dict(**CONFIGS['modernbert'], model_type='modernbert'),
}

# Layers that learn at each step, from the top; -1 stands for all and the embeddings.
OPEN = {'all': [-1] * 10, 'gradual': [0, 0, 1, 1, 1, 2, 2, 2, -1, -1], 'frozenHead': [1] * 10}


def mixed_heads(hidden: int, layers: int) -> dict[str, torch.Tensor]:
    return {**heads(hidden), 'taskB.mix': (torch.arange(1, layers + 2) / 16).requires_grad_()}


def losses_of(model, inputs, tasks, mask, labels_a, labels_b) -> list[torch.Tensor]:
    states = model(**inputs, output_hidden_states=True).hidden_states
    hidden = relu(linear(mean_pool(states[-1], mask), tasks['taskA.dense.weight'], tasks['taskA.dense.bias']))
    a = cross_entropy(linear(hidden, tasks['taskA.classifier.weight'], tasks['taskA.classifier.bias']), labels_a)
    mixed = torch.einsum('lbth,l->bth', torch.stack(states), tasks['taskB.mix'])
    logits = linear(mixed, tasks['taskB.classifier.weight'], tasks['taskB.classifier.bias'])
    b = cross_entropy(logits.reshape(-1, TAGS), labels_b.reshape(-1))
    return [a, b, 0.3 * a + 0.7 * b]


def steps(config, inputs, mask, labels, opened: list[int], frozen: bool) -> dict:
    """Total losses, and the mix after the last step."""
    layers = config.num_hidden_layers
    model, tasks = model_of(config), mixed_heads(config.hidden_size, layers)
    if frozen:
        for name, parameter in tasks.items():
            parameter.requires_grad_(not name.startswith('taskB.'))
    optimizer = torch.optim.AdamW(groups_of(model, tasks, layers))
    losses = []
    for count in opened:
        lowest = 0 if count < 0 else layers + 1 - count
        for name, parameter in model.named_parameters():
            parameter.requires_grad_(depth_of(name, layers) >= lowest)
        total = losses_of(model, inputs, tasks, mask, *labels)[-1]
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        losses.append(total.item())
    return {'losses': losses, 'mix': base64_floats(tasks['taskB.mix'].detach())}


def case(fields: dict) -> dict:
    config = AutoConfig.for_model(**fields)
    batch = batch_of(config)
    mask = batch['attention_mask']
    labels = labels_of(mask)
    inputs = {key: value for key, value in batch.items() if key != 'token_type_ids' or getattr(config, 'type_vocab_size', 0) > 0}
    model, tasks = model_of(config), mixed_heads(config.hidden_size, config.num_hidden_layers)
    states = model(**inputs, output_hidden_states=True).hidden_states
    losses = losses_of(model, inputs, tasks, mask, *labels)
    losses[-1].backward()
    return {
        'config': fields,
        'mix': True,
        'ids': batch['input_ids'].tolist(),
        'attentionMask': mask.tolist(),
        'tokenTypeIds': batch['token_type_ids'].tolist(),
        'labelsA': labels[0].tolist(),
        'labelsB': labels[1].tolist(),
        'hiddenStates': [base64_floats(state[mask.bool()].detach()) for state in states],
        'losses': [loss.item() for loss in losses],
        'gradients': {key: sampled(p.grad) for key, p in {**dict(model.named_parameters()), **tasks}.items()},
        'steps': {name: {'open': opened, **steps(config, inputs, mask, labels, opened, name == 'frozenHead')} for name, opened in OPEN.items()},
    }


if __name__ == '__main__':
    torch.set_num_threads(1)
    write_fixture('layer_mix.json', {
        'training': {'rate': RATE, 'decay': DECAY, 'layerDecay': LAYER_DECAY},
        'cases': {name: case(fields) for name, fields in CASES.items()},
    })
