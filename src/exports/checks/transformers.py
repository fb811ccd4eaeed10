"""
Opens this folder with transformers, and compares what it says of five texts with what Tandem said when it was saved:

    python check.py

prints the largest difference (of values beyond 1, relative to the largest), and fails where it is above 1e-4.
"""
import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModel, AutoModelForQuestionAnswering, AutoModelForSequenceClassification
from transformers import AutoModelForTokenClassification, AutoTokenizer

FOLDER = pathlib.Path(__file__).resolve().parent
PARITY = json.loads((FOLDER / 'parity.json').read_text(encoding='utf8'))
MODELS = {
    'text-classification': AutoModelForSequenceClassification,
    'token-classification': AutoModelForTokenClassification,
    'question-answering': AutoModelForQuestionAnswering,
}
TOLERANCE = 1e-4


def difference(name, found, expected):
    found, expected = torch.as_tensor(found), torch.as_tensor(expected)
    if found.shape != expected.shape:
        sys.exit(f'{name}: shape {tuple(found.shape)} instead of {tuple(expected.shape)}')
    largest = (found - expected).abs().max().item() / max(1, expected.abs().max().item())
    print(f'{name}: largest difference {largest:.1e}')
    return largest


def embeddings(texts):
    from sentence_transformers import SentenceTransformer

    AutoModel.from_pretrained(FOLDER)
    yield 'embeddings', SentenceTransformer(str(FOLDER), device='cpu').encode(texts), PARITY['embeddings']


def logits(tokenizer, task):
    model, report = MODELS[PARITY['target']].from_pretrained(FOLDER, trust_remote_code=True, output_loading_info=True)
    if report['missing_keys'] or report['unexpected_keys']:
        sys.exit(f'The weights do not fit: {report}')
    model.eval()
    for i, row in enumerate(PARITY['texts']):
        joint = task['view'] == 'joint'
        inputs = (row['other'], row['text']) if joint else (row['text'],)
        batch = tokenizer(*inputs, truncation=True, return_tensors='pt')
        with torch.no_grad():
            output = model(**batch)
        found = torch.stack([output.start_logits, output.end_logits], dim=-1) if joint else output.logits
        if task['level'] == 'token':
            # Word pieces of the text, without special tokens and the question.
            found = found[0, [place for place, part in enumerate(batch.sequence_ids(0)) if part == int(joint)]]
        yield f'text {i + 1}', found, task['logits'][i]


if __name__ == '__main__':
    custom = AutoConfig.from_pretrained(FOLDER, trust_remote_code=True)
    tokenizer = AutoTokenizer.from_pretrained(FOLDER, config=custom, trust_remote_code=True)
    texts = [row['text'] for row in PARITY['texts']]
    for text, sequence in zip(texts, PARITY['sequences']['text']):
        found = tokenizer(text, truncation=True)['input_ids']
        if found != sequence['ids']:
            sys.exit(f'"{text}" is tokenised differently: {found} instead of {sequence["ids"]}')
    if PARITY['target'] in MODELS:
        pairs = logits(tokenizer, next(iter(PARITY['tasks'].values())))
    else:
        pairs = embeddings(texts)
    largest = max(difference(*pair) for pair in pairs)
    print(f'largest difference: {largest:.1e}')
    sys.exit(largest > TOLERANCE)
