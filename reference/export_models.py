"""Writes small random models as people publish them, for what Tandem exports to be opened by their own libraries.

Run: python reference/export_models.py FOLDER
"""
import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, Normalize, Pooling, Transformer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModel, PreTrainedTokenizerFast

OUT = Path(sys.argv[1])
SIZES = dict(num_hidden_layers=2, hidden_size=16, num_attention_heads=2, intermediate_size=24, max_position_embeddings=80)
TEXTS = [
    'Berlin is the capital of Germany. Ada Lovelace wrote to Charles Babbage in London in 1843.',
    'Naïve tokenisation mangles 東京 – unbelievably. The striker scored twice, and the crowd went wild.',
    'Oslo lies by the water. They played football there, and a cook in Lima bakes bread. ok Paris paris',
]


def with_frame(tokenizer: Tokenizer, first: str, last: str, between: str) -> Tokenizer:
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f'{first} $A {last}',
        pair=f'{first} $A {between} $B:1 {last}:1' if between == last else f'{first} $A {between} $B {last}',
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in {first, last}],
    )
    return tokenizer


def word_piece(lowercase: bool, special=('[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]')) -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token='[UNK]'))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase, strip_accents=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(TEXTS, trainers.WordPieceTrainer(vocab_size=300, special_tokens=list(special), show_progress=False))
    tokenizer.decoder = decoders.WordPiece()
    return with_frame(tokenizer, '[CLS]', '[SEP]', '[SEP]')


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ['<s>', '<pad>', '</s>', '<unk>', '<mask>']
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    tokenizer.decoder = decoders.ByteLevel()
    ids = [(token, tokenizer.token_to_id(token)) for token in ('</s>', '<s>')]
    tokenizer.post_processor = processors.RobertaProcessing(*ids, trim_offsets=True, add_prefix_space=False)
    return tokenizer


def unigram() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ['<s>', '<pad>', '</s>', '<unk>', '<mask>']
    trainer = trainers.UnigramTrainer(vocab_size=150, special_tokens=special, unk_token='<unk>', show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    tokenizer.decoder = decoders.Metaspace()
    return with_frame(tokenizer, '<s>', '</s>', '</s> </s>')


BERT = dict(pad_token='[PAD]', unk_token='[UNK]', cls_token='[CLS]', sep_token='[SEP]', mask_token='[MASK]')
ROBERTA = dict(pad_token='<pad>', unk_token='<unk>', cls_token='<s>', sep_token='</s>', bos_token='<s>', eos_token='</s>', mask_token='<mask>')


def save(name: str, kind: str, tokenizer: Tokenizer, special: dict, **more) -> Path:
    """@param more of save_pretrained, or `dtype`"""
    folder = OUT / 'tests' / name
    dtype = more.pop('dtype', torch.float32)
    own = {name: more.pop(name) for name in ('embedding_size', 'local_attention') if name in more}
    sizes = dict(SIZES) if kind != 'distilbert' else dict(n_layers=2, dim=16, n_heads=2, hidden_dim=24, max_position_embeddings=80)
    ids = {f'{name}_token_id': tokenizer.token_to_id(special[f'{name}_token']) for name in ('pad', 'cls', 'sep')}
    config = AutoConfig.for_model(kind, vocab_size=tokenizer.get_vocab_size(), **ids, **sizes, **own)
    torch.manual_seed(7)
    model = AutoModel.from_config(config)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3) if parameter.dim() > 1 else torch.nn.init.uniform_(parameter, 0.5, 1.5)
    model.to(dtype).save_pretrained(folder, **more)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=72, **special).save_pretrained(folder)
    return folder


def as_bert(folder: Path, lowercase: bool) -> None:
    """The tokenizer class that published BERTs name."""
    path = folder / 'tokenizer_config.json'
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, 'tokenizer_class': 'BertTokenizer', 'do_lower_case': lowercase}))


def pooled_by_first(kind: str) -> None:
    """The encoder of that kind as a sentence-transformers model that takes the first token: what classifiers of transformers read."""
    folder = OUT / 'tests' / f'first-{kind}'
    shutil.copytree(OUT / 'tests' / kind, folder)
    SentenceTransformer(modules=[Transformer(str(folder)), Pooling(16, pooling_mode='cls')], device='cpu').save(str(folder))


def sentence(name: str, pooling: str, *modules) -> None:
    plain = OUT / 'tests' / 'uncased'
    model = Transformer(str(plain))
    torch.manual_seed(3)
    SentenceTransformer(modules=[model, Pooling(16, pooling_mode=pooling), *modules], device='cpu').save(str(OUT / 'tests' / name))


def with_torch_weights(name: str, like: str, **options) -> Path:
    """A copy whose weights are files of torch.save. @param options of torch.save"""
    folder = OUT / 'tests' / name
    shutil.copytree(OUT / 'tests' / like, folder)
    for path in folder.rglob('model.safetensors'):
        torch.save(load_file(path), path.with_name('pytorch_model.bin'), **options)
        path.unlink()
    return folder


def as_in_2020(name: str, like: str) -> None:
    """As sentence-transformers wrote models first: with files of PyTorch 1.5, and the encoder in a folder of its own."""
    folder = with_torch_weights(name, like, _use_new_zipfile_serialization=False)
    encoder = folder / '0_Transformer'
    encoder.mkdir()
    for path in [path for path in folder.iterdir() if path.is_file()]:
        if path.name not in ('modules.json', 'config_sentence_transformers.json', 'README.md'):
            path.rename(encoder / path.name)
    modules = json.loads((folder / 'modules.json').read_text())
    (folder / 'modules.json').write_text(json.dumps([{**modules[0], 'path': '0_Transformer'}, *modules[1:]]))


as_bert(save('uncased', 'bert', word_piece(True), BERT), True)
as_bert(save('cased', 'bert', word_piece(False), BERT), False)
as_bert(save('half', 'bert', word_piece(True), BERT, dtype=torch.float16), True)
as_bert(save('sharded', 'bert', word_piece(False), BERT, max_shard_size='12KB'), False)
vocab = save('vocab', 'bert', word_piece(False), BERT)
entries = json.loads((vocab / 'tokenizer.json').read_text())['model']['vocab']
(vocab / 'vocab.txt').write_text('\n'.join(sorted(entries, key=entries.get)) + '\n', encoding='utf8')
(vocab / 'tokenizer.json').unlink()
(vocab / 'tokenizer_config.json').write_text('{"do_lower_case": false}')
(vocab / 'special_tokens_map.json').unlink(missing_ok=True)
save('roberta', 'roberta', byte_level(), ROBERTA)
save('xlm-roberta', 'xlm-roberta', unigram(), ROBERTA)
# MPNet counts on padding at 1.
save('mpnet', 'mpnet', word_piece(True, ['[CLS]', '[PAD]', '[SEP]', '[UNK]', '[MASK]']), BERT)
save('electra', 'electra', word_piece(True), BERT)
save('distilbert', 'distilbert', word_piece(True), BERT)
save('modernbert', 'modernbert', word_piece(True), BERT, local_attention=8)
sentence('cls', 'cls', Normalize())
sentence('dense', 'max', Dense(16, 8))
with_torch_weights('torch', 'cased')
as_in_2020('torch-2020', 'dense')
save('albert', 'albert', unigram(), ROBERTA, embedding_size=12)
for kind in ('distilbert', 'roberta', 'electra', 'mpnet', 'albert'):
    pooled_by_first(kind)
