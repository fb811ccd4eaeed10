"""Writes fixtures/architectures.json: a small random model of every architecture by transformers: hidden states of all layers, losses and
every gradient under both heads, and ten steps of AdamW. Padded where Tandem packs; weights are hashes, by the order of their names.

Run: python reference/architectures_fixture.py
"""
import json
import re

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from torch.nn.functional import cross_entropy, linear, relu
from transformers import AutoConfig, AutoModel
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

from common import base64_floats, load_hashes, mean_pool, write_fixture
from encoder_fixture import DECAY, LAYER_DECAY, RATE, STEPS, TAGS, heads

BERT_LIKE = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=2, intermediate_size=24, vocab_size=61, max_position_embeddings=24)

CONFIGS = {
    'distilbert': dict(n_layers=2, dim=16, n_heads=2, hidden_dim=24, vocab_size=61, max_position_embeddings=24),
    'roberta': dict(**BERT_LIKE, type_vocab_size=1, layer_norm_eps=1e-5),
    'xlm-roberta': dict(**BERT_LIKE, type_vocab_size=1, layer_norm_eps=1e-5, pad_token_id=3),
    'camembert': dict(**BERT_LIKE, type_vocab_size=1, hidden_act='gelu_new'),
    'electra': dict(**BERT_LIKE, embedding_size=12),
    'mpnet': dict(**BERT_LIKE, layer_norm_eps=1e-5),
    'mpnet 3 heads': dict(**{**BERT_LIKE, 'hidden_size': 24, 'num_attention_heads': 3, 'num_hidden_layers': 3}, hidden_act='relu'),
    'albert': dict(**{**BERT_LIKE, 'num_hidden_layers': 3}, embedding_size=12),
    'albert with groups': dict(**{**BERT_LIKE, 'num_hidden_layers': 4}, embedding_size=12, num_hidden_groups=2, hidden_act='gelu'),
    'modernbert': dict(num_hidden_layers=4, hidden_size=16, num_attention_heads=2, intermediate_size=12, vocab_size=61, max_position_embeddings=24,
                       local_attention=6, pad_token_id=1, cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3),
    'modernbert with biases': dict(num_hidden_layers=2, hidden_size=24, num_attention_heads=3, intermediate_size=20, vocab_size=61,
                                   max_position_embeddings=24, local_attention=4, pad_token_id=0, cls_token_id=2, sep_token_id=3, bos_token_id=2,
                                   eos_token_id=3, attention_bias=True, mlp_bias=True, norm_bias=True, global_attn_every_n_layers=2,
                                   hidden_activation='relu'),
    'electra as wide': dict(**BERT_LIKE, embedding_size=16, type_vocab_size=3),
}

LENGTHS, WIDTH, SAMPLES = [11, 4, 7], 11, 8


def batch_of(config) -> dict[str, torch.Tensor]:
    """Three rows, two of them padded on the right, the last with a second segment where there are segments, the first with the padding's id inside."""
    ids = torch.full((len(LENGTHS), WIDTH), config.pad_token_id)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = (torch.arange(length) * 7919 + row * 104729 + 101) % (config.vocab_size - 5) + 5
        mask[row, :length] = 1
    ids[0, 4] = config.pad_token_id
    if getattr(config, 'type_vocab_size', 0) > 1:
        types[2, 3:7] = 1
    return dict(input_ids=ids, attention_mask=mask, token_type_ids=types)


def model_of(config):
    options = {} if config.model_type in ('distilbert', 'electra', 'modernbert') else {'add_pooling_layer': False}
    model = AutoModel.from_config(config, attn_implementation='eager', **options).eval()
    load_hashes(model)
    return model


def sampled(gradient: torch.Tensor) -> dict:
    flat = gradient.detach().flatten()
    stride = max(1, flat.numel() // SAMPLES)
    return {'norm': flat.double().norm().item(), 'stride': stride, 'values': base64_floats(flat[::stride].numpy().copy())}


def labels_of(mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    tags = torch.where(mask.bool(), (torch.arange(mask.numel()).reshape(mask.shape) * 5) % TAGS, -100)
    return torch.tensor([2, -100, 0]), tags


def losses_of(states, tasks, mask, labels_a, labels_b) -> list[torch.Tensor]:
    hidden = relu(linear(mean_pool(states, mask), tasks['taskA.dense.weight'], tasks['taskA.dense.bias']))
    a = cross_entropy(linear(hidden, tasks['taskA.classifier.weight'], tasks['taskA.classifier.bias']), labels_a)
    logits = linear(states, tasks['taskB.classifier.weight'], tasks['taskB.classifier.bias'])
    b = cross_entropy(logits.reshape(-1, TAGS), labels_b.reshape(-1))
    return [a, b, 0.3 * a + 0.7 * b]


def depth_of(name: str, layers: int, groups: int = 1) -> int:
    group = re.search(r'albert_layer_groups\.(\d+)\.', name)
    if group:
        return 1 + int(group[1]) * layers // groups
    if name.startswith('final_norm'):
        return layers
    layer = re.search(r'\blayers?\.(\d+)\.', name)
    return int(layer[1]) + 1 if layer else 0


def groups_of(model, tasks, layers: int) -> list[dict]:
    sets = getattr(model.config, 'num_hidden_groups', 1)
    groups = [{'params': list(tasks.values()), 'lr': RATE, 'weight_decay': DECAY}]
    for name, parameter in model.named_parameters():
        plain = name.endswith('.bias') or 'norm' in name.lower()
        groups.append({'params': [parameter], 'lr': RATE * LAYER_DECAY ** (layers - depth_of(name, layers, sets)), 'weight_decay': 0.0 if plain else DECAY})
    return groups


def case(name: str, fields: dict) -> dict:
    config = AutoConfig.for_model(name.split()[0], **fields)
    batch = batch_of(config)
    mask = batch['attention_mask']
    labels = labels_of(mask)
    hidden = config.hidden_size
    layers = config.num_hidden_layers
    inputs = {key: value for key, value in batch.items() if key != 'token_type_ids' or getattr(config, 'type_vocab_size', 0) > 0}

    model, tasks = model_of(config), heads(hidden)
    output = model(**inputs, output_hidden_states=True)
    losses = losses_of(output.last_hidden_state, tasks, mask, *labels)
    losses[-1].backward()
    gradients = {**dict(model.named_parameters()), **tasks}

    trained, trained_tasks = model_of(config), heads(hidden)
    optimizer = torch.optim.AdamW(groups_of(trained, trained_tasks, layers))
    totals = []
    for _ in range(STEPS):
        total = losses_of(trained(**inputs).last_hidden_state, trained_tasks, mask, *labels)[-1]
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        totals.append(total.item())
    return {
        'config': {'model_type': config.model_type, **fields},
        'ids': batch['input_ids'].tolist(),
        'attentionMask': mask.tolist(),
        'tokenTypeIds': batch['token_type_ids'].tolist(),
        'labelsA': labels[0].tolist(),
        'labelsB': labels[1].tolist(),
        'hiddenStates': [base64_floats(state[mask.bool()].detach()) for state in output.hidden_states],
        'losses': [loss.item() for loss in losses],
        'gradients': {key: sampled(p.grad) for key, p in gradients.items()},
        'steps': totals,
    }


SENTENCES = ['Ada met Alan in London.', 'Zwölf Boxkämpfer jagen Viktor 🎷 quer!', 'short', 'Ada met Alan  again, and again, in Paris']


def embedded(config, tokenizer: Tokenizer) -> str:
    """Mean-pooled embeddings of the sentences, one by one."""
    model = model_of(config)
    with torch.inference_mode():
        states = [model(torch.tensor([tokenizer.encode(sentence).ids])).last_hidden_state[0] for sentence in SENTENCES]
    return base64_floats(torch.stack([of.mean(0) for of in states]))


def folder() -> dict:
    """A byte-level BPE tokenizer, and from text to vector: a RoBERTa, and every model above with that tokenizer's vocabulary."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    specials = ['<s>', '<pad>', '</s>', '<unk>', '<mask>']
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(SENTENCES * 3, trainers.BpeTrainer(vocab_size=280, special_tokens=specials, initial_alphabet=alphabet))
    tokenizer.post_processor = processors.RobertaProcessing(('</s>', 2), ('<s>', 0), trim_offsets=True, add_prefix_space=False)
    fields = {**BERT_LIKE, 'vocab_size': 280, 'max_position_embeddings': 66, 'type_vocab_size': 1, 'layer_norm_eps': 1e-5}
    return {
        'config': {'model_type': 'roberta', 'architectures': ['RobertaModel'], **fields},
        'tokenizer': json.loads(tokenizer.to_str()),
        'sentences': SENTENCES,
        'embeddings': embedded(AutoConfig.for_model('roberta', **fields), tokenizer),
        'byArchitecture': {
            name: embedded(AutoConfig.for_model(name.split()[0], **{**fields, 'vocab_size': 280, 'max_position_embeddings': 66}), tokenizer)
            for name, fields in CONFIGS.items()
        },
    }


LONG, SEEN = 150, [0, 71, 149]


def long_case(name: str) -> dict:
    """A sequence whose distances are beyond what has a place of its own, by some tokens' states."""
    fields = {**CONFIGS[name], 'max_position_embeddings': LONG + 10, **({'local_attention': 50} if name == 'modernbert' else {})}
    config = AutoConfig.for_model(name, **fields)
    ids = (torch.arange(LONG) * 7919 + 101) % (config.vocab_size - 5) + 5
    with torch.inference_mode():
        states = model_of(config)(ids[None]).last_hidden_state[0]
    return {'config': {'model_type': name, **fields}, 'ids': ids.tolist(), 'tokens': SEEN, 'states': base64_floats(states[SEEN])}


if __name__ == '__main__':
    torch.set_num_threads(1)
    write_fixture('architectures.json', {
        'training': {'rate': RATE, 'decay': DECAY, 'layerDecay': LAYER_DECAY},
        'folder': folder(),
        'long': {name: long_case(name) for name in ('mpnet', 'modernbert')},
        'mpnetBuckets': MPNetEncoder.relative_position_bucket(torch.arange(-511, 512)).tolist(),
        'cases': {name: case(name, fields) for name, fields in CONFIGS.items()},
    })
