"""Agreement of two people on generated labels: Cohen's kappa by scikit-learn, F1 of spans by seqeval: reference/fixtures/agreement.json."""
import math
import random
import warnings

from seqeval.metrics import f1_score
from sklearn.metrics import cohen_kappa_score

from common import write_fixture
from metrics_fixture import mended, tag_spans
from seqeval_fixture import TYPES, corrupted, well_formed

NAMES = ['sport', 'politics', 'music', 'Sport', 'other']


def kappa(mine, theirs):
    value = cohen_kappa_score(mine, theirs)
    return None if math.isnan(value) else float(value)


def classes(rng, rows, names, agree):
    mine = [rng.choice(names) for _ in range(rows)]
    theirs = [name if rng.random() < agree else rng.choice(names) for name in mine]
    per_name = {name: kappa([one == name for one in mine], [one == name for one in theirs]) for name in {*mine, *theirs}}
    return {'mine': mine, 'theirs': theirs, 'kappa': kappa(mine, theirs), 'perName': per_name}


def lists(rng, rows, names, agree):
    mine = [[name for name in names if rng.random() < 0.4] for _ in range(rows)]
    theirs = [[name for name in names if (name in row) == (rng.random() < agree)] for row in mine]
    per_name = {
        name: kappa([name in row for row in mine], [name in row for row in theirs])
        for name in names if any(name in row for row in mine + theirs)
    }
    known = [value for value in per_name.values() if value is not None]
    return {'mine': mine, 'theirs': theirs, 'kappa': sum(known) / len(known) if known else None, 'perName': per_name}


def spans(rng, rows):
    words = [(3 * i, 3 * i + 2) for i in range(8)]
    mine = [mended(well_formed(rng, 8, TYPES)) for _ in range(rows)]
    theirs = [mended(corrupted(rng, tags, TYPES, 'BI')) for tags in mine]
    return {
        'mine': [tag_spans(tags, words) for tags in mine],
        'theirs': [tag_spans(tags, words) for tags in theirs],
        'f1': float(f1_score(mine, theirs, average='micro', zero_division=0)),
    }


def main():
    warnings.simplefilter('ignore')
    rng = random.Random(31)
    sizes = [1, 2, 7, 40, 200]
    write_fixture('agreement.json', {
        'classes': [classes(rng, rows, NAMES[:1 + i], agree) for rows in sizes for i, agree in enumerate([1, 0.9, 0.6, 0.3, 0])],
        'lists': [lists(rng, rows, NAMES[:1 + i], agree) for rows in sizes for i, agree in enumerate([1, 0.9, 0.5])],
        'spans': [spans(rng, rows) for rows in sizes],
    })


if __name__ == '__main__':
    main()
