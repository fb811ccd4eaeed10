"""Entities and scores of generated tag sequences by seqeval, classification scores by scikit-learn: reference/fixtures/seqeval.json."""
import random
import warnings

from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.metrics import classification_report
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.metrics import f1_score as sklearn_f1

from common import write_fixture

TYPES = ['PER', 'ORG', 'LOC', 'date-time']
GROUP = 20


def well_formed(rng, length, types):
    tags = []
    while len(tags) < length:
        if rng.random() < 0.5:
            tags.append('O')
        else:
            kind = rng.choice(types)
            tags += [f'B-{kind}'] + [f'I-{kind}'] * rng.randrange(3)
    return tags[:length]


def ill_formed(rng, length, types, prefixes):
    return [rng.choice(['O'] + [f'{prefix}-{kind}' for prefix in prefixes for kind in types]) for _ in range(length)]


def corrupted(rng, tags, types, prefixes):
    return [rng.choice(ill_formed(rng, 1, types, prefixes)) if rng.random() < 0.25 else tag for tag in tags]


def scores(gold, predicted, **mode):
    overall = {
        'precision': precision_score(gold, predicted, average='micro', zero_division=0, **mode),
        'recall': recall_score(gold, predicted, average='micro', zero_division=0, **mode),
        'f1': f1_score(gold, predicted, average='micro', zero_division=0, **mode),
    }
    report = classification_report(gold, predicted, output_dict=True, zero_division=0, **mode) if any(map(get_entities, gold + predicted)) else {}
    per_type = {
        name: {'precision': row['precision'], 'recall': row['recall'], 'f1': row['f1-score'], 'support': int(row['support'])}
        for name, row in report.items() if not name.endswith(' avg')
    }
    return {**overall, 'perType': per_type}


def main():
    warnings.simplefilter('ignore')
    rng = random.Random(20)
    groups = []
    for number in range(14):
        iob = number < 11
        prefixes = 'BI' if iob else 'BIES'
        pairs = []
        for i in range(GROUP):
            types = TYPES[:1 + i % 4]
            length = 0 if i == 7 else rng.randrange(1, 26)
            gold = ['O'] * length if i == 3 else well_formed(rng, length, types) if number % 3 else ill_formed(rng, length, types, prefixes)
            pairs.append((gold, corrupted(rng, gold, types, prefixes)))
        gold, predicted = [list(side) for side in zip(*pairs)]
        groups.append({
            'gold': gold,
            'predicted': predicted,
            'entities': [[[kind, start, end + 1] for kind, start, end in get_entities(tags)] for tags in predicted],
            'default': scores(gold, predicted),
            # Strict mode refuses other prefixes than those of its scheme.
            'strict': scores(gold, predicted, mode='strict', scheme=IOB2) if iob else None,
        })
    classifications = []
    for classes, count in [(2, 1), (4, 60), (4, 7), (7, 200), (3, 3)]:
        gold = [rng.randrange(classes) for _ in range(count)]
        predicted = [rng.randrange(classes) if rng.random() < 0.4 else label for label in gold]
        classifications.append({
            'classes': classes,
            'gold': gold,
            'predicted': predicted,
            'accuracy': accuracy_score(gold, predicted),
            'macroF1': sklearn_f1(gold, predicted, average='macro', zero_division=0),
            'confusion': confusion_matrix(gold, predicted, labels=range(classes)).tolist(),
        })
    write_fixture('seqeval.json', {'groups': groups, 'classifications': classifications})


if __name__ == '__main__':
    main()
