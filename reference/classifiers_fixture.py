"""Writes fixtures/classifiers.json: small random models of transformers with the heads that its classes put on them, and their logits.
Weights are hashes, by the order of their names.

Run: python reference/classifiers_fixture.py
"""
import torch
from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoModelForTokenClassification

from common import base64_floats, load_hashes, write_fixture

BERT_LIKE = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=2, intermediate_size=24, vocab_size=61, max_position_embeddings=24)
ROBERTA = dict(**BERT_LIKE, type_vocab_size=1, layer_norm_eps=1e-5)
DISTILBERT = dict(n_layers=2, dim=16, n_heads=2, hidden_dim=24, vocab_size=61, max_position_embeddings=24)
ALBERT = dict(**BERT_LIKE, embedding_size=12)
MPNET = dict(**BERT_LIKE, layer_norm_eps=1e-5)
MODERN = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=2, intermediate_size=24, vocab_size=61, max_position_embeddings=24,
              pad_token_id=0, cls_token_id=2, sep_token_id=3, bos_token_id=2, eos_token_id=3, local_attention=4)
WITH_BIASES = dict(**MODERN, classifier_bias=True, norm_bias=True)
CLASSES = dict(id2label={0: 'bad', 1: 'so so', 2: 'good'})
TAGS = dict(id2label={0: 'O', 1: 'B-LOC', 2: 'I-LOC', 3: 'I-PER'})

CASES = [
    ('bert', BERT_LIKE, AutoModelForSequenceClassification, CLASSES),
    ('roberta', ROBERTA, AutoModelForSequenceClassification, CLASSES),
    ('xlm-roberta', ROBERTA, AutoModelForSequenceClassification, CLASSES),
    ('camembert', ROBERTA, AutoModelForSequenceClassification, CLASSES),
    ('distilbert', DISTILBERT, AutoModelForSequenceClassification, CLASSES),
    ('electra', dict(**BERT_LIKE, embedding_size=12), AutoModelForSequenceClassification, CLASSES),
    ('mpnet', MPNET, AutoModelForSequenceClassification, CLASSES),
    ('albert', ALBERT, AutoModelForSequenceClassification, CLASSES),
    ('bert', BERT_LIKE, AutoModelForSequenceClassification, dict(**CLASSES, problem_type='multi_label_classification')),
    ('distilbert', DISTILBERT, AutoModelForSequenceClassification, dict(num_labels=1)),
    ('modernbert', MODERN, AutoModelForSequenceClassification, CLASSES),
    ('modernbert', WITH_BIASES, AutoModelForSequenceClassification, dict(**CLASSES, classifier_pooling='mean', classifier_activation='relu')),
    ('modernbert', MODERN, AutoModelForTokenClassification, TAGS),
    ('modernbert', WITH_BIASES, AutoModelForQuestionAnswering, {}),
    ('bert', BERT_LIKE, AutoModelForTokenClassification, TAGS),
    ('roberta', ROBERTA, AutoModelForTokenClassification, TAGS),
    ('distilbert', DISTILBERT, AutoModelForTokenClassification, TAGS),
    ('electra', BERT_LIKE, AutoModelForTokenClassification, TAGS),
    ('mpnet', MPNET, AutoModelForTokenClassification, TAGS),
    ('albert', ALBERT, AutoModelForTokenClassification, TAGS),
    ('bert', BERT_LIKE, AutoModelForQuestionAnswering, {}),
    ('roberta', ROBERTA, AutoModelForQuestionAnswering, {}),
]

LENGTHS = [9, 4]


def name_of(class_name, config, head):
    more = [config.problem_type] if config.problem_type else []
    if 'classifier_pooling' in head:
        more.append(f'{config.classifier_pooling}, {config.classifier_activation}, biases')
    return class_name + (f" ({', '.join(more)})" if more else '') + (', one number' if head.get('num_labels') == 1 else '')


def case(model_type, sizes, auto, head):
    config = AutoConfig.for_model(model_type, **sizes, **head)
    model = auto.from_config(config, attn_implementation='eager').eval()
    named = load_hashes(model)
    ids = torch.full((len(LENGTHS), max(LENGTHS)), config.pad_token_id)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = (torch.arange(length) * 7919 + row * 104729 + 101) % (config.vocab_size - 5) + 5
        mask[row, :length] = 1
    with torch.no_grad():
        output = model(input_ids=ids, attention_mask=mask)
    logits = output.logits if 'logits' in output else torch.stack([output.start_logits, output.end_logits], -1)
    model.config.architectures = [type(model).__name__]
    keys = {'transformers_version', '_attn_implementation_autoset'}
    return {
        'name': name_of(type(model).__name__, config, head),
        'config': {key: value for key, value in model.config.to_diff_dict().items() if key not in keys},
        'tensors': [[name, list(p.shape)] for name, p in named],
        'ids': ids.tolist(),
        'mask': mask.tolist(),
        'logits': base64_floats(logits.numpy()),
    }


if __name__ == '__main__':
    write_fixture('classifiers.json', {'cases': [case(*one) for one in CASES]})
