"""Writes fixtures/tokenizer.json: ids and offsets of varied texts from the Rust tokenizer, for five normalizers.

Run: python reference/tokenizer_fixture.py
"""
from common import bundled_tokenizer, write_fixture
from tokenizer_texts import TEXTS
from tokenizers.normalizers import BertNormalizer

VARIANTS = {
    'default': dict(lowercase=True, strip_accents=None, handle_chinese_chars=True),
    'cased': dict(lowercase=False, strip_accents=None, handle_chinese_chars=True),
    'lowercaseKeepAccents': dict(lowercase=True, strip_accents=False, handle_chinese_chars=True),
    'casedStripAccents': dict(lowercase=False, strip_accents=True, handle_chinese_chars=True),
    'joinedChinese': dict(lowercase=True, strip_accents=None, handle_chinese_chars=False),
}

ONLY_DEFAULT_ABOVE = 400
"""Longer texts are encoded with the default normalizer only."""

def main() -> None:
    tokenizer = bundled_tokenizer()
    variants = {}
    for name, options in VARIANTS.items():
        tokenizer.normalizer = BertNormalizer(clean_text=True, **options)
        encodings = []
        for index, text in enumerate(TEXTS):
            if name != 'default' and len(text) > ONLY_DEFAULT_ABOVE:
                continue
            encoding = tokenizer.encode(text)
            encodings.append({'text': index, 'ids': encoding.ids, 'offsets': encoding.offsets})
        variants[name] = {'normalizer': {'clean_text': True, **options}, 'encodings': encodings}
    write_fixture('tokenizer.json', {'texts': TEXTS, 'variants': variants})


main()
