"""Writes fixtures/sentenceModules.json: what SentenceTransformer.encode gives for every combination of pooling, layers behind it,
length limit and prompt, over one small BERT of hash weights. Files are those that sentence-transformers itself writes, and some
as its older versions wrote them.

Run: python reference/sentence_modules_fixture.py
"""
import itertools
import json
import shutil
import tempfile
from pathlib import Path

import torch
from common import base64_floats, hash_tensor, hash_weights, write_fixture
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, LayerNorm, Normalize, Pooling, Transformer
from transformers import BertTokenizerFast

HIDDEN = 16
WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'query', 'passage', ':', '.', ',', '?', 'the', 'river', 'runs', '##ning', 'to',
         'sea', 'and', 'a', 'boat', 'Boat', 'is', 'on', 'it', 'where', 'does', 'River', '##s', 'north', 'south', 'café', 'cafe']
CONFIG = dict(model_type='bert', architectures=['BertModel'], num_hidden_layers=2, hidden_size=HIDDEN, num_attention_heads=2,
              intermediate_size=32, vocab_size=len(WORDS), max_position_embeddings=24, type_vocab_size=2, layer_norm_eps=1e-12,
              hidden_act='gelu', pad_token_id=0)
SENTENCES = ['the Boat is on the river', 'where does the river running north and south to the sea , and a boat on it , is it ?', 'cafés']
PROMPTS = {'query': 'query : where is ', 'passage': 'passage: '}

ALL = ('cls', 'max', 'mean', 'mean_sqrt_len_tokens', 'weightedmean', 'lasttoken')
POOLINGS = [*ALL, ('cls', 'max'), ('lasttoken', 'weightedmean'), ('mean', 'mean_sqrt_len_tokens', 'cls'), ALL]

ACTIVATIONS = dict(tanh=torch.nn.Tanh(), identity=torch.nn.Identity(), relu=torch.nn.ReLU(), gelu=torch.nn.GELU(), sigmoid=torch.nn.Sigmoid())


def dense(number: int, inputs: int, outputs: int, activation: str, bias: bool = True) -> Dense:
    """Weights are those of hash_tensor by the same number."""
    weight, offset = hash_tensor(number, 'linear.weight', (outputs, inputs)), hash_tensor(number + 1, 'linear.bias', (outputs,))
    return Dense(inputs, outputs, bias=bias, activation_function=ACTIVATIONS[activation],
                 init_weight=torch.from_numpy(weight), init_bias=torch.from_numpy(offset))


def layer_norm(number: int, width: int) -> LayerNorm:
    layer = LayerNorm(width)
    layer.norm.weight.data = torch.from_numpy(hash_tensor(number, 'norm.weight', (width,)))
    layer.norm.bias.data = torch.from_numpy(hash_tensor(number + 1, 'norm.bias', (width,)))
    return layer


TAILS = {
    'nothing': lambda width: [],
    'normalize': lambda width: [Normalize()],
    'dense': lambda width: [dense(500, width, 5, 'tanh')],
    'dense, normalize': lambda width: [dense(500, width, 6, 'identity', bias=False), Normalize()],
    'two dense': lambda width: [dense(500, width, 7, 'relu'), dense(600, 7, 4, 'gelu')],
    'layerNorm, dense': lambda width: [layer_norm(700, width), dense(500, width, 5, 'sigmoid')],
}

# Name of the case, whether the prompt is pooled, and how the prompt is asked for.
PROMPTED = [('no prompt', True, {}), ('prompt', True, {'prompt_name': 'query'}), ('prompt left out', False, {'prompt_name': 'query'})]


def write_encoder(folder: Path) -> None:
    (folder / 'config.json').write_text(json.dumps(CONFIG))
    save_file(hash_weights(CONFIG), folder / 'model.safetensors', metadata={'format': 'pt'})
    (folder / 'vocab.txt').write_text('\n'.join(WORDS))
    BertTokenizerFast(str(folder / 'vocab.txt'), do_lower_case=False, strip_accents=False).save_pretrained(folder)


class Files:
    """The text of every small file once, and each folder as the numbers of its files' texts."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def of(self, folder: Path) -> dict[str, int]:
        found = {}
        for path in sorted(folder.rglob('*.json')):
            if path.name in ('config.json', 'tokenizer.json') and path.parent == folder or path.name == 'vocab.json':
                continue
            text = json.dumps(json.loads(path.read_text()), separators=(',', ':'))
            if text not in self.texts:
                self.texts.append(text)
            found[str(path.relative_to(folder))] = self.texts.index(text)
        return found


def encoded(files: Files, folder: Path, name: str, options: dict) -> dict:
    """Opens the folder anew: what is compared is what its files say."""
    model = SentenceTransformer(str(folder), device='cpu')
    return {'name': name, 'files': files.of(folder), 'options': options,
            'embeddings': base64_floats(model.encode(SENTENCES, **options))}


def combinations(encoder: Path, files: Files) -> list[dict]:
    cases = []
    for pooling, tail, limit, (prompted, include, options) in itertools.product(POOLINGS, TAILS, (None, 7), PROMPTED):
        modes = (pooling,) if isinstance(pooling, str) else pooling
        width = len(modes) * HIDDEN
        modules = [Transformer(str(encoder), max_seq_length=limit), Pooling(HIDDEN, pooling, include_prompt=include), *TAILS[tail](width)]
        model = SentenceTransformer(modules=modules, prompts=PROMPTS, device='cpu')
        with tempfile.TemporaryDirectory() as folder:
            model.save_pretrained(folder, create_model_card=False)
            name = f'{"+".join(modes)}, {tail}, {limit or "no"} limit, {prompted}'
            cases.append(encoded(files, Path(folder), name, options))
    return cases


def older(encoder: Path, files: Files) -> list[dict]:
    """As sentence-transformers 2 wrote its files, and what few models have."""
    modules = [{'idx': i, 'name': str(i), 'path': path, 'type': f'sentence_transformers.models.{kind}'}
               for i, (path, kind) in enumerate([('', 'Transformer'), ('1_Pooling', 'Pooling'), ('2_Normalize', 'Normalize')])]
    switches = ['cls_token', 'mean_tokens', 'max_tokens', 'mean_sqrt_len_tokens']

    def case(name: str, options: dict | None = None, on: tuple[str, ...] = (), normalize: bool = False, **given) -> dict:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            shutil.copytree(encoder, folder, dirs_exist_ok=True)
            pooling = {'word_embedding_dimension': HIDDEN, **{f'pooling_mode_{name}': name in on for name in (*switches, *on)}}
            (folder / '1_Pooling').mkdir()
            (folder / '1_Pooling/config.json').write_text(json.dumps(pooling))
            (folder / 'modules.json').write_text(json.dumps(modules[:3 if normalize else 2]))
            for file, content in given.items():
                (folder / f'{file}.json').write_text(json.dumps(content))
            return encoded(files, folder, name, options or {})

    def plain(name: str, **tokenizer) -> dict:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            shutil.copytree(encoder, folder, dirs_exist_ok=True)
            config = json.loads((folder / 'tokenizer_config.json').read_text())
            (folder / 'tokenizer_config.json').write_text(json.dumps({**config, **tokenizer}))
            return encoded(files, folder, name, {})

    usage = {'prompts': PROMPTS, 'default_prompt_name': None, 'similarity_fn_name': 'cosine'}
    return [
        plain('without modules'),
        plain('without modules, limit of the tokenizer', model_max_length=6),
        case('older cls, normalize', on=('cls_token',), normalize=True),
        case('older concatenation in its own order', on=('max_tokens', 'mean_tokens', 'cls_token', 'lasttoken', 'weightedmean_tokens')),
        case('older pooling that says nothing'),
        case('limit and lower case', on=('mean_tokens',), sentence_bert_config={'max_seq_length': 9, 'do_lower_case': True}),
        case('default prompt', on=('mean_tokens',), config_sentence_transformers={**usage, 'default_prompt_name': 'passage'}),
        case('another prompt than the default', {'prompt_name': 'query'}, on=('mean_tokens',),
             config_sentence_transformers={**usage, 'default_prompt_name': 'passage'}),
        case('a prompt of one\'s own', {'prompt': 'it is '}, on=('mean_tokens',), config_sentence_transformers=usage),
        case('truncated', on=('mean_tokens', 'cls_token'), config_sentence_transformers={**usage, 'truncate_dim': 20}),
        case('truncated, then normalised when asked', {'normalize_embeddings': True}, on=('mean_tokens',), normalize=True,
             config_sentence_transformers={**usage, 'truncate_dim': 5}),
    ]


def similarities(encoder: Path) -> dict:
    """Of the encoder's own embeddings, by each of the functions."""
    model = SentenceTransformer(str(encoder), device='cpu')
    embeddings = model.encode(SENTENCES)
    result = {'embeddings': base64_floats(embeddings)}
    for name in ('cosine', 'dot', 'euclidean', 'manhattan'):
        model.similarity_fn_name = name
        result[name] = base64_floats(model.similarity(embeddings, embeddings))
    return result


def main() -> None:
    files = Files()
    with tempfile.TemporaryDirectory() as made:
        encoder = Path(made)
        write_encoder(encoder)
        cases = [*combinations(encoder, files), *older(encoder, files)]
        write_fixture('sentenceModules.json', {
            'config': CONFIG, 'tokenizer': json.loads((encoder / 'tokenizer.json').read_text()), 'sentences': SENTENCES,
            'texts': files.texts, 'cases': cases, 'similarities': similarities(encoder),
        })


if __name__ == '__main__':
    main()
