"""Regression, multi-label, span, answer and interval metrics of generated cases: reference/fixtures/metrics.json."""
import random
import re
import string
import warnings
from collections import Counter

import numpy as np
from scipy import stats
from seqeval.metrics import classification_report
from sklearn.metrics import accuracy_score, f1_score, hamming_loss, mean_absolute_error, mean_squared_error
from sklearn.metrics import precision_recall_fscore_support

from common import write_fixture
from seqeval_fixture import TYPES, corrupted, well_formed

WORDS = [
    'a', 'an', 'the', 'The', 'A', 'AN', 'theatre', 'Anna', 'bat', '42', '3.5', 'Denver', 'Broncos', 'x_a', '_the_', 'a²', "the's", 'a-b',
    'ÜBER', 'Éa', 'aé', 'a\u0301', 'İstanbul', 'ΟΔΟΣ', 'москва', 'thé', 'the東京', '東京', 'ﬁn', '🙂', '“the”', '¿an?', '…', '...', '$5', '!?', "'",
]
SPACES = [' ', ' ', ' ', '  ', '\t', '\n', '\u00a0', '\u2009', '\u3000', '\u200b', '\ufeff', '\u0085', '-', ', ']


def regression(rng, count):
    kind = rng.randrange(5)
    if kind == 0:  # whole stars, with many ties
        gold, predicted = [[rng.randint(1, 5) for _ in range(count)] for _ in range(2)]
    else:
        offset = 1000 if kind == 1 else 0
        deviations = [rng.gauss(0, 1) for _ in range(count)]
        gold = [round(offset + deviation, 3) for deviation in deviations]
        predicted = [round(offset + rng.choice([-0.7, 0.5, 1]) * deviation + rng.gauss(0, 0.5), 3) for deviation in deviations]
    if kind == 2:
        predicted = [0.1] * count
    constant = len(set(gold)) == 1 or len(set(predicted)) == 1
    return {
        'gold': gold,
        'predicted': predicted,
        'mse': mean_squared_error(gold, predicted),
        'mae': mean_absolute_error(gold, predicted),
        # NaN in scipy where a side is constant.
        'pearson': 0 if constant else float(stats.pearsonr(gold, predicted).statistic),
        'spearman': 0 if constant else float(stats.spearmanr(gold, predicted).statistic),
    }


def indicators(rng, rows, labels, unknown):
    """A gold matrix with some labels rare and some cells unknown (−1), and a prediction."""
    rates = [rng.choice([0, 0.1, 0.5, 0.9]) for _ in range(labels)]
    gold = np.array([[int(rng.random() < rate) for rate in rates] for _ in range(rows)])
    flip = np.array([[rng.random() < 0.2 * (rate > 0) for rate in rates] for _ in range(rows)])
    hidden = np.array([[rng.random() < unknown for _ in range(labels)] for _ in range(rows)])
    return np.where(hidden, -1, gold), np.where(flip, 1 - gold, gold)


def multi_label(rng, rows, labels):
    """By scikit-learn on the whole matrix where it has several columns and all is known; else from its scores of columns and of all known cells."""
    gold, predicted = indicators(rng, rows, labels, unknown=0 if labels > 1 and rng.random() < 0.5 else 0.3)
    known = gold >= 0
    rows_known = known.any(1)
    columns = []
    for l in range(labels):
        there, said = gold[known[:, l], l], predicted[known[:, l], l]
        if len(there) == 0:
            columns.append((0.0, 0.0, 0.0, 0))
            continue
        precision, recall, f1, _ = precision_recall_fscore_support(there, said, average='binary', zero_division=0)
        columns.append((precision, recall, f1, int(there.sum())))
    occurring = [l for l in range(labels) if (gold[known[:, l], l] | predicted[known[:, l], l]).any()]
    if known.all() and labels > 1:
        micro = f1_score(gold, predicted, average='micro', zero_division=0)
        macro = f1_score(gold, predicted, average='macro', labels=occurring, zero_division=0) if occurring else 0.0
        macro_all = f1_score(gold, predicted, average='macro', zero_division=0)
        exact, loss = accuracy_score(gold, predicted), hamming_loss(gold, predicted)
    else:
        micro = f1_score(gold[known], predicted[known], zero_division=0) if known.any() else 0.0
        macro = float(np.mean([columns[l][2] for l in occurring])) if occurring else 0.0
        macro_all = float(np.mean([column[2] for column in columns]))
        exact = float(np.mean([(g == p)[k].all() for g, p, k in zip(gold, predicted, known) if k.any()])) if known.any() else 0.0
        loss = hamming_loss(gold[known], predicted[known]) if known.any() else 0.0
    return {
        'labels': labels,
        'gold': gold.ravel().tolist(),
        'predicted': predicted.ravel().tolist(),
        'microF1': micro,
        'macroF1': macro,
        'macroF1OfAll': macro_all,
        'exactMatch': exact,
        'hammingLoss': loss,
        'perLabel': [dict(zip(('precision', 'recall', 'f1', 'support'), column)) for column in columns],
        'count': int(rows_known.sum()),
    }


def thresholds(rng, rows, labels):
    """Every candidate of every label is tried with scikit-learn's F1."""
    gold, _ = indicators(rng, rows, labels, unknown=rng.choice([0, 0.2]))
    digits = rng.choice([1, 3])  # one digit: many equal probabilities
    noise = rng.choice([0.1, 0.6])
    noisy = np.clip([[abs(value) * (1 - noise) + rng.random() * noise for value in row] for row in gold], 0, 1)
    probabilities = noisy.round(digits)
    best = []
    for l in range(labels):
        known = gold[:, l] >= 0
        there, p = gold[known, l], probabilities[known, l]
        if len(set(there.tolist())) < 2:
            best.append(0.5)
            continue
        levels = [0.0, *sorted(set(p.tolist()))]
        candidates = [(low + high) / 2 for low, high in zip(levels, levels[1:])]
        if p.min() == 0:
            candidates.append(0.0)
        scored = [(-round(f1_score(there, p >= t, zero_division=0), 12), abs(t - 0.5), t) for t in candidates]
        best.append(min(scored)[2])
    return {'labels': labels, 'gold': gold.ravel().tolist(), 'probabilities': probabilities.ravel().tolist(), 'thresholds': best}


def span_examples(rng):
    """Spans that overlap, nest and repeat, and predictions that differ in a boundary, the label, or not at all."""
    examples = []
    for _ in range(rng.randrange(1, 6)):
        gold = []
        for _ in range(rng.randrange(5)):
            start = rng.randrange(20)
            gold.append((start, start + rng.randrange(1, 6), rng.choice(TYPES)))
        predicted = [(start + rng.choice([0, 0, 0, 1]), end + rng.choice([0, 0, 0, 2]), rng.choice([label, label, 'PER', 'other'])) for start, end, label in gold]
        for side in gold, predicted:
            if side and rng.random() < 0.4:
                side.append(rng.choice(side))
        rng.shuffle(predicted)
        examples.append({'gold': gold, 'predicted': predicted[rng.randrange(2):]})
    return examples


def ratio_scores(right, predicted, support):
    precision = right / predicted if predicted else 0.0
    recall = right / support if support else 0.0
    f1 = 2 * right / (predicted + support) if right else 0.0
    return {'precision': precision, 'recall': recall, 'f1': f1, 'support': support}


def spans(rng):
    examples = span_examples(rng)
    gold = {(i, *span) for i, example in enumerate(examples) for span in example['gold']}
    predicted = {(i, *span) for i, example in enumerate(examples) for span in example['predicted']}

    def of(label):
        there, said = [{span for span in side if label in (None, span[3])} for side in (gold, predicted)]
        return ratio_scores(len(there & said), len(said), len(there))

    labels = sorted({span[3] for span in gold | predicted})
    return {'examples': examples, 'scores': {**of(None), 'perType': {label: of(label) for label in labels}}}


def tag_spans(tags, words):
    """Character spans of well-formed IOB2 tags; words are (start, end)."""
    found = []
    for tag, (start, end) in zip(tags, words):
        if tag[0] == 'B':
            found.append([start, end, tag[2:]])
        elif tag[0] == 'I':
            found[-1][1] = end
    return found


def seqeval_spans(rng):
    """Scores by seqeval of tags on words; the spans are those of the same entities in characters."""
    examples, sides = [], ([], [])
    for _ in range(4):
        length = rng.randrange(1, 12)
        words, at = [], 0
        for _ in range(length):
            end = at + rng.randrange(1, 9)
            words.append((at, end))
            at = end + 1
        gold = well_formed(rng, length, TYPES)
        predicted = mended(corrupted(rng, gold, TYPES, 'BI'))
        for side, tags in zip(sides, (gold, predicted)):
            side.append(mended(tags))
        examples.append({'gold': tag_spans(mended(gold), words), 'predicted': tag_spans(predicted, words)})
    report = classification_report(*sides, output_dict=True, zero_division=0)
    rows = {
        name: {'precision': row['precision'], 'recall': row['recall'], 'f1': row['f1-score'], 'support': int(row['support'])}
        for name, row in report.items() if name not in ('macro avg', 'weighted avg')
    }
    return {'examples': examples, 'scores': {**rows.pop('micro avg'), 'perType': rows}}


def mended(tags):
    """An I that continues nothing becomes a B."""
    result = []
    for tag in tags:
        continues = result and result[-1] != 'O' and result[-1][1:] == tag[1:]
        result.append('B' + tag[1:] if tag[0] == 'I' and not continues else tag)
    return result


def normalized(text):
    bare = ''.join(character for character in text.lower() if character not in string.punctuation)
    return ' '.join(re.sub(r'\b(a|an|the)\b', ' ', bare).split())


def answer_f1(gold, predicted):
    gold, predicted = normalized(gold).split(), normalized(predicted).split()
    shared = (Counter(gold) & Counter(predicted)).total()
    return 2 * shared / (len(gold) + len(predicted)) if shared else 0.0


def answer(rng):
    def text():
        return ''.join(rng.choice(WORDS) + rng.choice(SPACES) for _ in range(rng.randrange(6)))

    predicted = text()
    words = predicted.split() + ['bat', 'bat']
    gold = [
        rng.choice([text(), predicted.upper(), f'The {predicted}.', *(' '.join(rng.choices(words, k=4)) for _ in range(4))])
        for _ in range(rng.randrange(1, 4))
    ]
    return {
        'gold': gold,
        'predicted': predicted,
        'normalized': normalized(predicted),
        'exactMatch': any(normalized(one) == normalized(predicted) for one in gold),
        'f1': max(answer_f1(one, predicted) for one in gold),
    }


def wilson(rng):
    count = rng.choice([1, 2, 7, 30, 400])
    right = rng.choice([0, count, rng.randint(0, count)])
    confidence = rng.choice([0.5, 0.8, 0.95, 0.99])
    interval = stats.binomtest(right, count).proportion_ci(confidence, method='wilson')
    return {'right': right, 'count': count, 'z': float(stats.norm.ppf((1 + confidence) / 2)), 'interval': [float(interval.low), float(interval.high)]}


def percentiles(rng):
    """What the statistic of a bootstrap returned, and the interval of it."""
    values = [round(rng.gauss(0, 1), 4) for _ in range(rng.choice([1, 2, 11, 40]))]
    confidence = rng.choice([0.5, 0.9, 0.95])
    interval = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return {'values': values, 'confidence': confidence, 'interval': interval.tolist()}


def main():
    warnings.simplefilter('ignore')
    rng = random.Random(31)
    write_fixture('metrics.json', {
        'regression': [regression(rng, rng.randrange(2, 25)) for _ in range(80)],
        'multiLabel': [multi_label(rng, rng.randrange(1, 12), rng.randrange(1, 6)) for _ in range(80)],
        'thresholds': [thresholds(rng, rng.randrange(1, 25), rng.randrange(1, 4)) for _ in range(80)],
        'spans': [spans(rng) for _ in range(60)],
        'seqevalSpans': [seqeval_spans(rng) for _ in range(30)],
        'answers': [answer(rng) for _ in range(200)],
        'wilson': [wilson(rng) for _ in range(60)],
        'percentiles': [percentiles(rng) for _ in range(20)],
    })


if __name__ == '__main__':
    main()
