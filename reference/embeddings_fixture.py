"""Writes fixtures/minilmEmbeddings.json: mean-pooled, unnormalised MiniLM embeddings of varied sentences, from PyTorch.

Run: python reference/embeddings_fixture.py
"""
import numpy as np
import torch
from common import SAMPLE_SENTENCES, base64_floats, bundled_model, bundled_tokenizer, mean_pool, write_fixture

# Of the model, in its sentence_bert_config.json.
MAX_TOKENS = 256

TOPICS = 'harbour committee weather molecule orchestra budget glacier keyboard tradition satellite vineyard'.split()
VERBS = 'describes ignores transforms protects measures delays repeats'.split()

SENTENCES = [
    *SAMPLE_SENTENCES,
    '',
    '   ',
    '\t\n',
    '?!...',
    '.',
    '(( -- ))',
    'a',
    'Yes.',
    'Hello world',
    'The cat sits on the mat.',
    'A feline rests on a rug.',
    'Stock prices fell sharply on Monday.',
    'The patient was started on 40 mg of furosemide twice daily.',
    'No evidence of pulmonary embolism or pleural effusion.',
    'How do I reset my password?',
    'I forgot my login and cannot get into my account.',
    'Two plus two equals four; 3.14159 is close to pi.',
    'SHOUTING SENTENCES ARE LOWERCASED ANYWAY',
    "It's not what you'd've expected, isn't it?",
    'Pneumonoultramicroscopicsilicovolcanoconiosis is hard to pronounce.',
    'xqzjv qwrtplkjhg zzzzzz',
    'The café’s déjà-vu façade was naïve.',
    'Cafe\u0301 de\u0301ja\u0300 vu',
    'Zażółć gęślą jaźń',
    'Straße in München, größer als üblich',
    'İstanbul is a city in Türkiye.',
    'ΟΔΟΣ ΣΙΣΥΦΟΣ',
    'Москва — столица России.',
    'مرحبا بالعالم',
    'हिन्दी में एक वाक्य',
    '北京是中国的首都。',
    '東京は日本の首都です。',
    '한국어 문장입니다.',
    'Mixed 中文and English混排text',
    'Great job! 👍🎉',
    '👨‍👩‍👧‍👦 🇩🇪 👋🏿',
    '😀',
    'non\u2011breaking\u2011hyphen and no\u00a0break space',
    'zero\u200bwidth and soft\u00adhyphen',
    'Literal [MASK] and [CLS] tokens [UNK] in text',
    'See https://example.org/a?b=c or write to someone@example.com.',
    'for (let i = 0; i < n; i++) sum += x[i];',
    'ﬁne ﬂow, Ｆｕｌｌ－ｗｉｄｔｈ, 𝐇𝐞𝐥𝐥𝐨',
    'a' * 150,
    'The committee met in the long hall by the river, and after three hours of argument about the bridge, the toll, '
    'and the repairs to the northern wall, it agreed on nothing except the date of its next meeting.',
    ' '.join('word' for _ in range(100)),
    ' '.join(f'The {TOPICS[i % 11]} {VERBS[i % 7]} the {TOPICS[i * 3 % 11]}.' for i in range(40)),
    ' '.join('tokens' for _ in range(254)),
    ' '.join('tokens' for _ in range(255)),
    ' '.join(TOPICS[i * 7 % 11] if i % 3 else VERBS[i % 7] for i in range(1000)),
]


def main() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) >= 45
    tokenizer, model = bundled_tokenizer(), bundled_model()
    full_lengths = [len(tokenizer.encode(sentence).ids) for sentence in SENTENCES]
    tokenizer.enable_truncation(MAX_TOKENS)
    ids = [tokenizer.encode(sentence).ids for sentence in SENTENCES]
    embeddings = []
    with torch.inference_mode():
        for row in ids:
            tensor = torch.tensor([row])
            mask = torch.ones_like(tensor)
            embeddings.append(mean_pool(model(tensor, attention_mask=mask).last_hidden_state, mask)[0].numpy())
    write_fixture('minilmEmbeddings.json', {
        'hiddenSize': model.config.hidden_size,
        'sentences': [
            {'text': text, 'ids': row, 'tokens': len(row), 'truncated': full > MAX_TOKENS}
            for text, row, full in zip(SENTENCES, ids, full_lengths)
        ],
        'embeddings': base64_floats(np.stack(embeddings)),
    })


main()
