"""What outputs mean: tags of units as entities, the best beginning and end as an answer. Offsets count code points."""
import numpy as np

Span = tuple[int, int, str]


def iob2(rows: np.ndarray, labels: list[str]) -> list[int]:
    """The best sequence in which every I-X continues an entity of type X (Viterbi, 1967). @param rows [units, labels]"""
    if len(rows) == 0:
        return []
    continues = [label.startswith('I-') for label in labels]
    allowed = np.array([[not continues[to] or (a != 'O' and a[2:] == labels[to][2:]) for to in range(len(labels))] for a in labels])
    scores, back = np.where(continues, -np.inf, rows[0].astype(np.float64)), []
    for row in rows[1:]:
        reached = np.where(allowed, scores[:, None], -np.inf)
        back.append(reached.argmax(0))
        scores = reached.max(0) + row
    path = [int(scores.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def piece_tags(outputs: np.ndarray, units: list[list[int]], config: dict) -> list[str]:
    """A tag per word piece. @param outputs [pieces, labels]; @param units first piece, beginning and end of what gets one label"""
    labels = config['labels']
    tags = [labels[i] for i in outputs.argmax(1)] if len(outputs) else []
    if config.get('decoding', 'iob2') == 'iob2':
        firsts = [first for first, _, _ in units]
        for first, label in zip(firsts, iob2(outputs[firsts], labels)):
            tags[first] = labels[label]
    return tags


def spans_of(tags: list[str], places: list[tuple[int, int]]) -> list[Span]:
    """Entities of tagged units; an I-X that continues nothing opens one."""
    spans: list[list] = []
    is_open = ''
    for tag, (start, end) in zip(tags, places):
        label = tag[2:]
        if label and tag.startswith('I-') and is_open == label:
            spans[-1][1] = end
        elif label:
            spans.append([start, end, label])
        is_open = label
    return [tuple(span) for span in spans]


def tags_of(spans: list[Span], places: list[tuple[int, int]]) -> list[str]:
    """IOB2 of units or words; the first one that a span reaches into is its beginning. @param spans in order, without overlap"""
    tags, following, inside = [], 0, None
    for start, end in places:
        while following < len(spans) and spans[following][1] <= start:
            following += 1
        if following == len(spans) or spans[following][0] >= end:
            tags.append('O')
        else:
            tags.append(f'{"I" if inside == following else "B"}-{spans[following][2]}')
            inside = following
    return tags


def word_tags(tags: list[str], starts: list[int], words: list[tuple[int, int]]) -> list[str]:
    """The tag of the first piece that begins in each of the data's own words; O where none does."""
    found, piece = [], 0
    for start, end in words:
        while piece < len(starts) and starts[piece] < start:
            piece += 1
        found.append(tags[piece] if piece < len(starts) and starts[piece] < end else 'O')
    return found


def best_answer(outputs: np.ndarray, pieces: list[tuple[int, int]], longest: int) -> tuple[int, int]:
    """The most probable pair of a beginning and an end. @param outputs [pieces, 2]; @param longest pieces of an answer at most"""
    if len(outputs) == 0:
        return 0, 0
    sums = outputs[:, None, 0].astype(np.float64) + outputs[None, :, 1]
    first, last = np.indices(sums.shape)
    sums[(last < first) | (last >= first + longest)] = -np.inf
    begin, end = np.unravel_index(sums.argmax(), sums.shape)
    return pieces[begin][0], pieces[end][1]
