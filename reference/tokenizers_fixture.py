"""Writes fixtures/tokenizers.json: ids and offsets by Rust tokenizers of every supported kind, with tiny vocabularies.

A tokenizer stands there as its tokenizer.json, its model named; those of older repositories as their files, which transformers
reads. An encoding takes six digits of base 36 for a token: two of its id, two of the characters between the beginning of
the token before and its own plus 36, two of its length in characters. Characters are code points; special tokens around the text are left out.

Run: python reference/tokenizers_fixture.py
"""
import json
import tempfile
import unicodedata
from pathlib import Path

import sentencepiece
from common import write_fixture
from sentencepiece.sentencepiece_model_pb2 import ModelProto
from tokenizer_texts import TEXTS
from tokenizers import AddedToken, Regex, Tokenizer, models, processors, trainers
from tokenizers import normalizers as norm
from tokenizers import pre_tokenizers as pre
from transformers import AutoTokenizer

LONGEST = 84
"""Longer texts are left out: the other fixture of tokenizers has them."""

MORE_TEXTS = [
    'x <mask> y<mask>z  <mask>  , <mask>',
    ' <mask>',
    '<s> literal </s><pad><unk> <S>',
    'tok tokens a tok. tok-tok Tok TOK xtok tokx',
    'two  three   four    blanks\n\n\nlines \n \t x  ',
    "I'll she'd WE'VE it'S o'clock 'tis",
    '``quoted\'\' 1234567 12 3.5',
    'a▁b ▁ ▁▁c',
    'word' * 30 + ' ' + 'は' * 40,
    '\u0301\u0316a\u0301\u0316\u0327 \u1100\u1161\u11a8\uac00\u11a8 \u212b\u2126 \u0958',
    '\r\n\r\n\x00\x01x\u0085y\u00ad\u200d',
]

PAIRS = [(0, 2), (3, 12), (16, 38)]


def trained(model, trainer, normalizer, pre_tokenizer, texts) -> dict:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre_tokenizer
    tokenizer.train_from_iterator(texts, trainer)
    return json.loads(tokenizer.to_str())['model']


def make_models() -> dict[str, dict]:
    common = [text for text in TEXTS if len(text) < LONGEST][:30] * 3
    roberta = ['<s>', '<pad>', '</s>', '<unk>', '<mask>']
    byte_tokens = [f'<0x{byte:02X}>' for byte in range(256)]
    metaspace = pre.Metaspace()
    byte_level = pre.ByteLevel(add_prefix_space=False)
    word_piece = trained(
        models.WordPiece(unk_token='[UNK]'),
        trainers.WordPieceTrainer(vocab_size=400, special_tokens=['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'], show_progress=False),
        norm.Lowercase(), pre.BertPreTokenizer(), common,
    )
    byte_bpe = trained(
        models.BPE(),
        trainers.BpeTrainer(vocab_size=480, special_tokens=roberta, initial_alphabet=pre.ByteLevel.alphabet(), show_progress=False),
        None, byte_level, common,
    )
    sentence_bpe = trained(
        models.BPE(unk_token='<unk>', fuse_unk=True),
        trainers.BpeTrainer(vocab_size=420, special_tokens=roberta, limit_alphabet=90, show_progress=False),
        None, metaspace, common,
    )
    suffix_bpe = trained(
        models.BPE(unk_token='<unk>', end_of_word_suffix='</w>'),
        trainers.BpeTrainer(vocab_size=300, special_tokens=roberta, end_of_word_suffix='</w>', limit_alphabet=60, show_progress=False),
        norm.Lowercase(), pre.Whitespace(), common,
    )
    unigram = trained(
        models.Unigram(),
        trainers.UnigramTrainer(vocab_size=420, special_tokens=roberta, unk_token='<unk>', show_progress=False),
        norm.NFKC(), metaspace, common[:25],
    )
    for token, score in (('e', -3.0), ('ee', -6.0), ('<unk>x', -9.5)):
        # Ties, and a token that looks like the unknown one.
        unigram['vocab'] = [entry for entry in unigram['vocab'] if entry[0] != token] + [[token, score]]
    return {
        'wordPiece': word_piece,
        'byteBpe': byte_bpe,
        'sentenceBpe': sentence_bpe,
        'suffixBpe': suffix_bpe,
        'fallbackBpe': {**sentence_bpe, 'byte_fallback': True, 'vocab': with_bytes(sentence_bpe['vocab'], byte_tokens)},
        'unigram': unigram,
        'fallbackUnigram': {**unigram, 'byte_fallback': True, 'vocab': unigram['vocab'] + [[token, -20.0] for token in byte_tokens]},
    }


def with_bytes(vocab: dict[str, int], byte_tokens: list[str]) -> dict[str, int]:
    return {**vocab, **{token: len(vocab) + byte for byte, token in enumerate(byte_tokens)}}


def charsmap(texts: list[str]) -> bytes:
    """A table as SentencePiece compiles it, small: NFKC of what the texts have, control characters removed, blanks alike."""
    rules: dict[str, str] = {'\r\n': ' ', '\t': ' ', '\n': ' ', '\r': ' ', '\u00a0': ' ', '\u2003': ' ', '\u3000': ' ', '\u200b': ' ', '\ufeff': ''}
    rules |= {chr(code): '' for code in [*range(1, 9), 0x0b, 0x0e, 0x1b, 0x7f]} | {'\ufb03x': 'ffix'}
    for text in texts:
        for size in (1, 2):
            for at in range(len(text) - size + 1):
                part = text[at:at + size]
                folded = unicodedata.normalize('NFKC', part)
                if folded != part and (size == 1 or len(folded) == 1) and '\n' not in part and len(folded.strip()) == len(folded):
                    rules.setdefault(part, folded)
    with tempfile.TemporaryDirectory() as folder:
        hexes = lambda text: ' '.join(f'{ord(character):X}' for character in text)
        Path(folder, 'rules.tsv').write_text(''.join(f'{hexes(old)}\t{hexes(new)}\n' for old, new in sorted(rules.items())))
        Path(folder, 'text.txt').write_text('a b c d e f g h\n' * 20)
        sentencepiece.SentencePieceTrainer.train(
            input=f'{folder}/text.txt', model_prefix=f'{folder}/m', vocab_size=20, hard_vocab_limit=False,
            normalization_rule_tsv=f'{folder}/rules.tsv', minloglevel=2,
        )
        return ModelProto.FromString(Path(folder, 'm.model').read_bytes()).normalizer_spec.precompiled_charsmap


def token(content: str, **flags) -> dict:
    return dict(content=content, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True) | flags


BERT_TOKENS = [token(content) for content in ('[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]')]
ROBERTA_TOKENS = [token(content) for content in ('<s>', '<pad>', '</s>', '<unk>')] + [token('<mask>', lstrip=True)]
LLAMA = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
POSSESSIVE = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"


def bert(vocab) -> processors.BertProcessing:
    return processors.BertProcessing(('[SEP]', vocab['[SEP]']), ('[CLS]', vocab['[CLS]']))


def template(pair_type: int, twice: bool):
    sep = '</s> </s>' if twice else '</s>'
    return processors.TemplateProcessing(
        single='<s> $A </s>', pair=f'<s> $A {sep} $B:{pair_type} </s>:{pair_type}', special_tokens=[('<s>', 0), ('</s>', 2)],
    )


def roberta(prefix: bool, trim=True) -> processors.RobertaProcessing:
    return processors.RobertaProcessing(('</s>', 2), ('<s>', 0), add_prefix_space=prefix, trim_offsets=trim)


def settings(small: bytes) -> dict[str, tuple]:
    """Model, normalizer, pre-tokenizer, post-processor, added tokens."""
    xlmr = pre.Sequence([pre.WhitespaceSplit(), pre.Metaspace()])
    levels = pre.ByteLevel
    return {
        'bert': ('wordPiece', norm.BertNormalizer(), pre.BertPreTokenizer(), bert({'[SEP]': 3, '[CLS]': 2}), BERT_TOKENS),
        'bertOfParts': (
            'wordPiece', norm.Sequence([norm.NFKC(), norm.Lowercase(), norm.StripAccents()]), pre.Whitespace(), None,
            BERT_TOKENS + [token('tok', single_word=True, special=False), token('quoted', rstrip=True, lstrip=True, normalized=True, special=False)],
        ),
        'decomposed': (
            'wordPiece', norm.Sequence([norm.NFD(), norm.Replace(Regex(r'[\p{Mn}\d]+|o(?=u)'), '#!'), norm.Strip()]),
            pre.Sequence([pre.WhitespaceSplit(), pre.Punctuation('merged_with_previous'), pre.Digits(individual_digits=True)]), None, BERT_TOKENS,
        ),
        'compatible': (
            'wordPiece', norm.Sequence([norm.NFKD(), norm.Prepend('qu'), norm.Replace('ab', ''), norm.Strip(left=False)]),
            pre.Sequence([pre.CharDelimiterSplit(' '), pre.Digits(), pre.Punctuation('contiguous')]), None, BERT_TOKENS,
        ),
        'roberta': ('byteBpe', None, levels(add_prefix_space=False), roberta(False), ROBERTA_TOKENS),
        'robertaWithBlank': (
            'byteBpe', None, levels(add_prefix_space=True), roberta(True),
            ROBERTA_TOKENS + [token('tok', normalized=True, single_word=True, special=False), token('two', rstrip=True, normalized=True, special=False)],
        ),
        'modernBert': (
            'byteBpe', norm.NFC(), levels(add_prefix_space=False, trim_offsets=True), template(0, False),
            ROBERTA_TOKENS + [token(' ' * count, normalized=True, special=False) for count in (4, 3, 2)],
        ),
        'llama3': (
            'byteBpe', None, pre.Sequence([pre.Split(Regex(LLAMA), 'isolated'), levels(add_prefix_space=False, use_regex=False)]),
            processors.Sequence([processors.ByteLevel(trim_offsets=True, add_prefix_space=False), template(1, False)]), ROBERTA_TOKENS,
        ),
        'possessive': (
            'byteBpe', norm.NFKC(),
            pre.Sequence([pre.Split(Regex(POSSESSIVE), 'removed', invert=True), levels(add_prefix_space=False, use_regex=False)]),
            template(1, True), ROBERTA_TOKENS,
        ),
        'byteNormalizer': ('byteBpe', norm.Sequence([norm.Lowercase(), norm.ByteLevel()]), pre.Split(Regex('Ġ|[.!?]'), 'merged_with_next'), None, ROBERTA_TOKENS),
        'llama2': ('fallbackBpe', norm.Sequence([norm.Prepend('▁'), norm.Replace(' ', '▁')]), None, template(1, False), ROBERTA_TOKENS),
        'gemma': ('fallbackBpe', norm.Replace(' ', '▁'), pre.Split(' ', 'merged_with_previous'), None, ROBERTA_TOKENS),
        'sentenceBpe': ('sentenceBpe', norm.NFC(), pre.Metaspace(prepend_scheme='first'), template(0, True), ROBERTA_TOKENS),
        'suffixBpe': ('suffixBpe', norm.Lowercase(), pre.Sequence([pre.Whitespace(), pre.Split('e', 'contiguous')]), None, ROBERTA_TOKENS),
        'xlmRoberta': ('unigram', norm.Precompiled(small), xlmr, template(0, True), ROBERTA_TOKENS),
        'multilingual': (
            'unigram', norm.Sequence([norm.Precompiled(small), norm.Replace(Regex(' {2,}'), ' ')]), pre.Metaspace(), template(0, True), ROBERTA_TOKENS,
        ),
        'albert': (
            'unigram',
            norm.Sequence([norm.Replace('``', '"'), norm.Replace("''", '"'), norm.NFKD(), norm.StripAccents(), norm.Lowercase(), norm.Precompiled(small)]),
            xlmr, template(1, False), ROBERTA_TOKENS,
        ),
        'unsplit': ('unigram', norm.NFKC(), pre.Metaspace(prepend_scheme='never', split=False), None, ROBERTA_TOKENS),
        'fallbackUnigram': (
            'fallbackUnigram', norm.Sequence([norm.Strip(), norm.Precompiled(small)]), pre.Metaspace(prepend_scheme='first'), template(1, False),
            ROBERTA_TOKENS + [token('x', lstrip=True, rstrip=True, normalized=True, special=False)],
        ),
    }


def build(model: dict, normalizer, pre_tokenizer, post_processor, added: list[dict]) -> Tokenizer:
    tokenizer = Tokenizer.from_str(json.dumps({'version': '1.0', 'added_tokens': [], 'model': model}))
    tokenizer.normalizer = normalizer
    if pre_tokenizer:
        tokenizer.pre_tokenizer = pre_tokenizer
    if post_processor:
        tokenizer.post_processor = post_processor
    for flags in added:
        entry = AddedToken(**flags)
        (tokenizer.add_special_tokens if flags['special'] else tokenizer.add_tokens)([entry])
    return tokenizer


DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'


def compact(ids: list[int], offsets: list[tuple[int, int]]) -> str:
    result, last = '', 0
    for identity, (start, end) in zip(ids, offsets):
        for number in (identity, start - last + 36, end - start):
            assert 0 <= number < 36 * 36
            result += DIGITS[number // 36] + DIGITS[number % 36]
        last = start
    return result


def older(kinds: dict[str, dict]) -> dict[str, dict[str, str]]:
    """Files of repositories without a tokenizer.json."""
    words = list(kinds['wordPiece']['vocab'])
    count = len(words)
    byte_pairs = {
        'vocab.json': json.dumps(kinds['byteBpe']['vocab'], ensure_ascii=False, separators=(',', ':')),
        'merges.txt': '#version: 0.2\n' + ''.join(f'{left} {right}\n' for left, right in kinds['byteBpe']['merges']),
    }
    flags = dict(lstrip=True, rstrip=False, single_word=False, normalized=False)
    newer = {
        '4': {'content': '<mask>', **flags, 'special': True},
        str(len(kinds['byteBpe']['vocab'])): {'content': 'tok', **flags, 'normalized': True, 'single_word': True, 'special': False},
    }
    lines = lambda tokens: ''.join(f'{token}\n' for token in tokens)
    return {
        'bert': {'model_type': 'bert', 'vocab.txt': lines(words), 'added_tokens.json': json.dumps({'tok': count})},
        'casedBert': {
            'model_type': 'bert', 'vocab.txt': lines(words),
            'tokenizer_config.json': json.dumps({'do_lower_case': False, 'tokenize_chinese_chars': False, 'tokenizer_class': 'BertTokenizer'}),
        },
        'distilBert': {'model_type': 'distilbert', 'vocab.txt': lines(words), 'tokenizer_config.json': '{"strip_accents": false}'},
        'mpnet': {'model_type': 'mpnet', 'vocab.txt': lines(['<s>', '<pad>', '</s>', '[UNK]', *words[5:], '<mask>'])},
        'roberta': {'model_type': 'roberta', **byte_pairs},
        'robertaWithBlank': {
            'model_type': 'roberta', **byte_pairs, 'special_tokens_map.json': json.dumps({'mask_token': {'content': '<mask>', **flags}}),
            'tokenizer_config.json': '{"add_prefix_space": true, "tokenizer_class": "RobertaTokenizer"}',
        },
        'robertaWithTokens': {
            'model_type': 'roberta', **byte_pairs,
            'tokenizer_config.json': json.dumps({'tokenizer_class': 'RobertaTokenizerFast', 'added_tokens_decoder': newer}),
        },
    }


def corrected() -> dict[str, tuple[str, dict]]:
    """A tokenizer.json of ours, and a tokenizer_config.json that contradicts it."""
    return {
        'bert': ('bert', {'tokenizer_class': 'BertTokenizer', 'do_lower_case': False, 'strip_accents': True, 'tokenize_chinese_chars': False}),
        'roberta': ('roberta', {'tokenizer_class': 'RobertaTokenizer', 'add_prefix_space': True}),
    }


PATTERNS = [
    r'\w+|\d', r'\W', r'\b\w', r'\B.', r'^.|.$', r'\A.|.\z', r'[^\S\n]+', r'\D{2,3}?', r'\p{^L}+', r'\P{Lu}\p{Lu}', r'\p{Han}+|\p{Greek}', r'(?<!a)b|(?<=a)c',
    r'(?>a+)b', r'a{2}+', r'x?+x', r'[\w.\-]+@', r"(?i:'re|k|[sd]+e)", r'\s+(?!\S)', r'[\]\[^-]', r'(ab|c)\n*', r'[\r\n\t]', r'[一-龥]', r'\.\*\+\$\/',
]

PATTERN_TEXTS = [
    'aab ac b.c xx', 'one\ntwo\r\n three \n', 'É1²Ⅷ_Ⓐ‿٣ ʼn', 'STRASSE straſſe \u212ak \'Re', '北京 αβ a-b@c.d', ' \u0085\ufeff\u00a0\u200dx', '[^-] aaaa .*+$/', 'क्षि 👍🏽e\u0301',
]


def by_patterns() -> list[dict]:
    """Where patterns of Oniguruma cut texts, in code points."""
    split = lambda pattern, text: [place for _, place in pre.Split(Regex(pattern), 'isolated').pre_tokenize_str(text)]
    return [{'pattern': pattern, 'cuts': [split(pattern, text) for text in PATTERN_TEXTS]} for pattern in PATTERNS]


def by_transformers(files: dict[str, str], texts: list[str], place) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'config.json').write_text(json.dumps({'model_type': files['model_type']}))
        for path, content in files.items():
            Path(folder, path).write_text(content)
        tokenizer = AutoTokenizer.from_pretrained(folder)
    bare = lambda text: tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    pairs = [tokenizer(texts[a], texts[b], return_token_type_ids=True) for a, b in PAIRS]
    return {
        'encodings': [place(compact(bare(text)['input_ids'], bare(text)['offset_mapping'])) for text in texts],
        'single': tokenizer(texts[0])['input_ids'],
        'padId': tokenizer.pad_token_id,
        'pairs': [{'ids': pair['input_ids'], 'typeIds': pair['token_type_ids']} for pair in pairs],
    }


def make(texts: list[str], small: bytes) -> dict:
    """@returns texts, models, encodings without repeats, and of each tokenizer its parts and the places of its encodings"""
    kinds = make_models()
    encodings: dict[str, int] = {}
    place = lambda value: encodings.setdefault(value, len(encodings))
    made = {}
    for name, (model, *parts) in settings(small).items():
        tokenizer = build(kinds[model], *parts)
        content = json.loads(tokenizer.to_str()) | {'model': model}
        pairs = [tokenizer.encode(texts[a], texts[b]) for a, b in PAIRS]
        made[name] = {
            'tokenizer': {key: value for key, value in content.items() if value is not None},
            'encodings': [place(compact(bare.ids, bare.offsets)) for bare in (tokenizer.encode(text, add_special_tokens=False) for text in texts)],
            'single': tokenizer.encode(texts[0]).ids,
            'pairs': [{'ids': pair.ids, 'typeIds': pair.type_ids} for pair in pairs],
        }
    read = {name: {'files': files, **by_transformers(files, texts, place)} for name, files in older(kinds).items()}
    for name, like in (('casedBert', 'bert'), ('distilBert', 'bert'), ('robertaWithBlank', 'roberta'), ('robertaWithTokens', 'roberta')):
        same = {path for path, content in read[name]['files'].items() if read[like]['files'].get(path) == content}
        read[name] |= {'like': like, 'same': sorted(same), 'files': {path: text for path, text in read[name]['files'].items() if path not in same}}
    for name, (source, config) in corrected().items():
        content = made[source]['tokenizer']
        files = {'model_type': source, 'tokenizer_config.json': json.dumps(config)}
        whole = json.dumps({'normalizer': None, 'pre_tokenizer': None, 'post_processor': None, 'decoder': None, **content, 'model': kinds[content['model']]})
        read[f'{name}Corrected'] = {'source': source, 'files': files, **by_transformers({**files, 'tokenizer.json': whole}, texts, place)}
    return {'texts': texts, 'pairs': PAIRS, 'models': kinds, 'encodings': list(encodings), 'tokenizers': made, 'folders': read,
            'patternTexts': PATTERN_TEXTS, 'patterns': by_patterns()}


if __name__ == '__main__':
    short = [text for text in TEXTS if len(text) <= LONGEST] + MORE_TEXTS
    write_fixture('tokenizers.json', make(short, charsmap(short)))
