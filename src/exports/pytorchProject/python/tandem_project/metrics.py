"""How good answers are, by the names that the page has for metrics. The first metric of a kind chooses the best epoch."""
import re
import string
from collections import Counter

import numpy as np
from scipy import stats
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2
from sklearn import metrics as sk

from .decoding import best_answer, piece_tags, spans_of, tags_of, word_tags


def pairs(flat: list[int]) -> list[tuple[int, int]]:
    return list(zip(flat[::2], flat[1::2]))


def f1_of(right: int, predicted: int, there: int) -> tuple[float, float, float]:
    precision, recall = right / max(predicted, 1), right / max(there, 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def classification(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    gold = [row['labels'][name] for row in rows]
    said = [config['labels'][int(o.argmax())] for o in outputs]
    # Of classes that occur, in gold or in answers.
    return {'macroF1': sk.f1_score(gold, said, average='macro', zero_division=0), 'accuracy': sk.accuracy_score(gold, said)}


def multi_label(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    gold = indicators(rows, name, config)
    said = sigmoid(np.stack([o[0] for o in outputs])) >= np.array(config.get('thresholds') or [0.5] * gold.shape[1])
    right, predicted, there = (gold & said).sum(0), said.sum(0), gold.sum(0)
    occurring = [f1_of(*counts)[2] for counts in zip(right, predicted, there) if counts[1] + counts[2] > 0]
    return {
        'macroF1': float(np.mean(occurring)) if occurring else 0.0,
        'microF1': f1_of(right.sum(), predicted.sum(), there.sum())[2],
        'exactMatch': float((gold == said).all(1).mean()),
    }


def thresholds(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> list[float]:
    """For each label the threshold of the highest F1: of equal ones the nearest to 0.5, of equally near ones the lower."""
    probabilities = sigmoid(np.stack([o[0] for o in outputs]))
    return [_threshold(*column) for column in zip(indicators(rows, name, config).T, probabilities.T)]


def _threshold(gold: np.ndarray, probabilities: np.ndarray) -> float:
    positives = int(gold.sum())
    if positives in (0, len(gold)):
        return 0.5
    order = np.argsort(-probabilities, kind='stable')
    best, right = (-1.0, 0.5), 0
    for place, row in enumerate(order):
        right += int(gold[row])
        is_last = place + 1 == len(order)
        below = 0.0 if is_last else probabilities[order[place + 1]]
        if below == probabilities[row] and not is_last:
            continue
        f1, threshold = 2 * right / (place + 1 + positives), (probabilities[row] + below) / 2
        if f1 > best[0] or (f1 == best[0] and abs(threshold - 0.5) <= abs(best[1] - 0.5)):
            best = (f1, float(threshold))
    return best[1]


def indicators(rows: list[dict], name: str, config: dict) -> np.ndarray:
    return np.array([[label in row['labels'][name] for label in config['labels']] for row in rows])


def sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values.astype(np.float64)))


def numbers(gold: np.ndarray, said: np.ndarray) -> dict:
    varies = not (np.all(gold == gold[0]) or np.all(said == said[0]))
    return {
        'pearson': float(stats.pearsonr(gold, said).statistic) if varies else 0.0,
        'spearman': float(stats.spearmanr(gold, said).statistic) if varies else 0.0,
        'mae': float(np.abs(gold - said).mean()),
        'mse': float(((gold - said) ** 2).mean()),
    }


def regression(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    said = config.get('mean', 0) + config.get('scale', 1) * np.array([float(o[0, 0]) for o in outputs])
    return numbers(np.array([float(row['labels'][name]) for row in rows]), said)


def similarity(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    low, high = config.get('range', (0, 1))
    said = low + (high - low) * np.array([float(o[0, 0]) for o in outputs])
    found = numbers(np.array([float(row['labels'][name]) for row in rows]), said)
    return {metric: found[metric] for metric in ('spearman', 'pearson', 'mae')}


def entities(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    """F1 of exact spans; by seqeval also of the units that are labelled, and of the data's own words where it has them."""
    right = predicted = there = 0
    units_gold, units_said, words_gold, words_said = [], [], [], []
    for row, output in zip(rows, outputs):
        gold = [(span['start'], span['end'], span['label']) for span in row['labels'][name]]
        units = row['units'][name]
        places = [(start, end) for _, start, end in units]
        tags = piece_tags(output, units, config)
        own = [tags[first] for first, _, _ in units]
        said = set(spans_of(own, places))
        right, predicted, there = right + len(said & set(gold)), predicted + len(said), there + len(set(gold))
        units_gold.append(tags_of(gold, places))
        units_said.append(own)
        if 'words' in row:
            words = pairs(row['words'])
            words_gold.append(tags_of(gold, words))
            words_said.append(word_tags(tags, row['read']['text']['pieces'][::2], words))
    precision, recall, f1 = f1_of(right, predicted, there)
    found = {'f1': f1, 'precision': precision, 'recall': recall, 'unitF1': f1_score(units_gold, units_said, zero_division=0)}
    if words_gold:
        strict = f1_score(words_gold, words_said, mode='strict', scheme=IOB2, zero_division=0)
        hits = [a == b for gold, said in zip(words_gold, words_said) for a, b in zip(gold, said)]
        found |= {'wordF1': f1_score(words_gold, words_said, zero_division=0), 'wordStrictF1': strict, 'tokenAccuracy': float(np.mean(hits))}
    return found


def answers(rows: list[dict], outputs: list[np.ndarray], name: str, config: dict) -> dict:
    """Exact match and F1 of words, by the rules of SQuAD v1.1 (Rajpurkar et al., 2016)."""
    exact, f1 = [], []
    for row, output in zip(rows, outputs):
        start, end = best_answer(output, pairs(row['read']['joint']['pieces']), config.get('maxAnswerPieces', 30))
        said = plain(row['text'][start:end])
        gold = [plain(row['text'][span['start']:span['end']]) for span in row['labels'][name]]
        exact.append(said in gold)
        shared = [(sum((Counter(said) & Counter(one)).values()), one) for one in gold]
        f1.append(max(2 * count / (len(one) + len(said)) if count else 0.0 for count, one in shared))
    return {'f1': float(np.mean(f1)), 'exactMatch': float(np.mean(exact))}


def plain(text: str) -> list[str]:
    bare = ''.join(sign for sign in text.lower() if sign not in string.punctuation)
    return re.sub(r'\b(a|an|the)\b', ' ', bare).split()


SCORES = {
    'classification': classification,
    'multiLabel': multi_label,
    'regression': regression,
    'similarity': similarity,
    'entities': entities,
    'questionAnswering': answers,
}
