"""
Runs model.onnx in ONNX Runtime, and compares what it says of five texts with what Tandem said when it was saved:

    python check.py

prints the largest difference (of values beyond 1, relative to the largest), and fails where it is above 1e-4.
"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime

FOLDER = pathlib.Path(__file__).resolve().parent
PARITY = json.loads((FOLDER / 'parity.json').read_text(encoding='utf8'))
TOLERANCE = 1e-4

session = onnxruntime.InferenceSession(str(FOLDER / 'model.onnx'), providers=['CPUExecutionProvider'])
inputs = {value.name for value in session.get_inputs()}


def run(output, sequence):
    ids = np.array([sequence['ids']], dtype=np.int64)
    feeds = {'input_ids': ids, 'attention_mask': np.ones_like(ids), 'token_type_ids': np.array([sequence['typeIds']], dtype=np.int64)}
    return session.run([output], {name: value for name, value in feeds.items() if name in inputs})[0]


def difference(name, found, expected):
    found, expected = np.asarray(found), np.asarray(expected)
    if found.shape != expected.shape:
        sys.exit(f'{name}: shape {found.shape} instead of {expected.shape}')
    largest = np.abs(found - expected).max() / max(1, np.abs(expected).max())
    print(f'{name}: largest difference {largest:.1e}')
    return largest


differences = []
for i, sequence in enumerate(PARITY['sequences']['text']):
    differences.append(difference(f'embedding of text {i + 1}', run('sentence_embedding', sequence)[0], PARITY['embeddings'][i]))
for name, task in PARITY['tasks'].items():
    if task['view'] == 'both':
        continue  # Its output is the vector to compare two texts by.
    for i, sequence in enumerate(PARITY['sequences'][task['view']]):
        found, expected = run(f'logits.{name}', sequence), task['logits'][i]
        if task['level'] == 'token':
            found = found[0, sequence['at'] : sequence['at'] + len(expected)]
        differences.append(difference(f'{name}, text {i + 1}', found, expected))

print(f'largest difference: {max(differences):.1e}')
sys.exit(bool(max(differences) > TOLERANCE))
