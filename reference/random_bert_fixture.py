"""Writes fixtures/randomBert.json: outputs of PyTorch BERTs of several shapes whose weights are hash weights.

Run: python reference/random_bert_fixture.py
"""
import torch
from common import SAMPLE_SENTENCES, base64_floats, bert, bundled_tokenizer, hash_weights, mean_pool, write_fixture

COMMON = {'model_type': 'bert', 'architectures': ['BertModel'], 'type_vocab_size': 2, 'layer_norm_eps': 1e-12, 'pad_token_id': 0}

SHAPES = {
    '2x64': dict(num_hidden_layers=2, hidden_size=64, num_attention_heads=4, intermediate_size=256, vocab_size=1000, max_position_embeddings=64),
    '3x96': dict(num_hidden_layers=3, hidden_size=96, num_attention_heads=3, intermediate_size=384, vocab_size=1013, max_position_embeddings=48),
}

BERT_BASE = dict(num_hidden_layers=12, hidden_size=768, num_attention_heads=12, intermediate_size=3072, vocab_size=30522,
                 max_position_embeddings=512, hidden_act='gelu')

LENGTHS, WIDTH = [11, 4, 7], 11


def small_batch(vocab: int) -> dict[str, torch.Tensor]:
    """Three rows, two of them padded on the right, the last with a second segment."""
    ids, mask, types = (torch.zeros(len(LENGTHS), WIDTH, dtype=torch.int64) for _ in range(3))
    for row, length in enumerate(LENGTHS):
        ids[row, :length] = (torch.arange(length) * 7919 + row * 104729 + 101) % (vocab - 1) + 1
        mask[row, :length] = 1
    types[2, 3:7] = 1
    return dict(input_ids=ids, attention_mask=mask, token_type_ids=types)


def rows(batch: dict[str, torch.Tensor]) -> dict:
    return {
        'ids': batch['input_ids'].tolist(),
        'attentionMask': batch['attention_mask'].tolist(),
        'tokenTypeIds': batch['token_type_ids'].tolist(),
    }


def small_case(shape: dict, activation: str) -> dict:
    config = {**COMMON, **shape, 'hidden_act': activation}
    batch = small_batch(config['vocab_size'])
    output = bert(config, hash_weights(config))(**batch, output_hidden_states=True)
    real = batch['attention_mask'].bool()
    return {
        'config': config,
        **rows(batch),
        'lastHiddenState': base64_floats(output.last_hidden_state),
        'hiddenStates': [base64_floats(state[real]) for state in output.hidden_states],
    }


def base_case() -> dict:
    config = {**COMMON, **BERT_BASE}
    tokenizer = bundled_tokenizer()
    tokenizer.enable_padding()
    encodings = tokenizer.encode_batch(SAMPLE_SENTENCES)
    ids = torch.tensor([e.ids for e in encodings])
    mask = torch.tensor([e.attention_mask for e in encodings])
    batch = dict(input_ids=ids, attention_mask=mask, token_type_ids=torch.zeros_like(ids))
    hidden = bert(config, hash_weights(config))(**batch).last_hidden_state
    return {'config': config, 'sentences': SAMPLE_SENTENCES, **rows(batch), 'embeddings': base64_floats(mean_pool(hidden, mask))}


def main() -> None:
    with torch.inference_mode():
        write_fixture('randomBert.json', {
            'small': {f'{name} {act}': small_case(shape, act) for name, shape in SHAPES.items() for act in ('gelu', 'gelu_new', 'relu')},
            'base': base_case(),
        })


if __name__ == '__main__':
    main()
