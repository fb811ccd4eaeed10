"""Writes fixtures/sentencePiece.json: tokenizers of folders that have a SentencePiece model alone, as transformers reads them.

Encodings are written as in fixtures/tokenizers.json.

Run: python reference/sentencepiece_fixture.py
"""
import base64
import json
import tempfile
from pathlib import Path

from common import write_fixture
from sentencepiece.sentencepiece_model_pb2 import ModelProto
from tokenizer_texts import TEXTS
from tokenizers_fixture import LONGEST, MORE_TEXTS, PAIRS, charsmap, compact, make_models
from transformers import AutoTokenizer

NORMAL, UNKNOWN, CONTROL, USER = 1, 2, 3, 4
XLMR = [('<unk>', UNKNOWN), ('<s>', CONTROL), ('</s>', CONTROL)]
ALBERT = [('<pad>', CONTROL), ('<unk>', UNKNOWN), ('[CLS]', CONTROL), ('[SEP]', CONTROL), ('[MASK]', CONTROL)]
FLAGS = dict(rstrip=False, single_word=False, normalized=False)


def model(first: list, pieces: list, table: bytes, last: list = ()) -> str:
    proto = ModelProto()
    known = {piece for piece, _ in [*first, *last]}
    entries = [(piece, 0.0, kind) for piece, kind in first]
    entries += [(piece, score, NORMAL) for piece, score in pieces if piece not in known and piece not in ('<pad>', '<mask>')]
    entries += [(piece, 0.0, kind) for piece, kind in last]
    for piece, score, kind in entries:
        proto.pieces.add(piece=piece, score=score, type=kind)
    proto.trainer_spec.model_type = 1
    proto.trainer_spec.unk_id = [piece for piece, _ in first].index('<unk>')
    proto.normalizer_spec.precompiled_charsmap = table
    return base64.b64encode(proto.SerializeToString()).decode()


def folders(pieces: list, table: bytes) -> dict:
    """@returns of each what config.json calls it, its model, and other files"""
    xlmr, albert = model(XLMR, pieces, table), model(ALBERT, pieces, table)
    bare = model(XLMR, pieces, b'', [('tok', USER)])
    return {
        'xlmRoberta': ('xlm-roberta', 'sentencepiece.bpe.model', xlmr, {}),
        'xlmRobertaWithMask': ('xlm-roberta', 'sentencepiece.bpe.model', xlmr, {
            'tokenizer_config.json': {'tokenizer_class': 'XLMRobertaTokenizer', 'mask_token': {'__type': 'AddedToken', 'content': '<mask>', 'lstrip': True, **FLAGS}},
        }),
        'withoutTable': ('xlm-roberta', 'sentencepiece.bpe.model', bare, {}),
        'camembert': ('camembert', 'sentencepiece.bpe.model', xlmr, {}),
        'albert': ('albert', 'spiece.model', albert, {}),
        'casedAlbert': ('albert', 'spiece.model', albert, {'tokenizer_config.json': {'do_lower_case': False, 'keep_accents': True}}),
    }


def read(model_type: str, path: str, content: str, others: dict, texts: list[str]) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, 'config.json').write_text(json.dumps({'model_type': model_type}))
        Path(folder, path).write_bytes(base64.b64decode(content))
        for name, value in others.items():
            Path(folder, name).write_text(json.dumps(value))
        tokenizer = AutoTokenizer.from_pretrained(folder)
    bare = [tokenizer(text, add_special_tokens=False, return_offsets_mapping=True) for text in texts]
    pairs = [tokenizer(texts[a], texts[b], return_token_type_ids=True) for a, b in PAIRS]
    return {
        'encodings': [compact(one['input_ids'], one['offset_mapping']) for one in bare],
        'single': tokenizer(texts[0])['input_ids'],
        'padId': tokenizer.pad_token_id,
        'pairs': [{'ids': pair['input_ids'], 'typeIds': pair['token_type_ids']} for pair in pairs],
    }


if __name__ == '__main__':
    texts = [text for text in TEXTS if len(text) <= LONGEST] + MORE_TEXTS
    contents: dict[str, int] = {}
    cases = {}
    for name, (model_type, path, content, others) in folders(make_models()['unigram']['vocab'], charsmap(texts)).items():
        place = contents.setdefault(content, len(contents))
        cases[name] = {'modelType': model_type, 'path': path, 'model': place, 'others': others, **read(model_type, path, content, others, texts)}
    write_fixture('sentencePiece.json', {'texts': texts, 'pairs': PAIRS, 'models': list(contents), 'folders': cases})
