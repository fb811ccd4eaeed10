"""Which examples go into which step, which layers learn when, and how fast: all of it as the page plans it."""
import math


class Random:
    """The page's generator (mulberry32, Tommy Ettinger): the same seed shuffles alike here and there."""

    def __init__(self, seed: int):
        self.state = seed & 0xFFFFFFFF

    def next(self) -> float:
        """Uniform in [0, 1)."""
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (self.state ^ (self.state >> 15)) * (self.state | 1) & 0xFFFFFFFF
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF
        return (t ^ (t >> 14)) / 2**32


def shuffled(items: list, random: Random) -> list:
    """Fisher and Yates."""
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = math.floor(random.next() * (i + 1))
        items[i], items[j] = items[j], items[i]
    return items


def chunks(items: list, size: int) -> list[list]:
    return [items[at:at + size] for at in range(0, len(items), size)]


def plan_epoch(rows: list[dict], teaching: list[str], options: dict, epoch: int) -> list[list[tuple[list[int], list[str]]]]:
    """
    Steps of an epoch, each a list of batches whose gradients are averaged: indices of rows, and the tasks that count.

    @param teaching names of the tasks whose loss teaches: a row without a label for any of them is left out
    @param epoch counted from 1
    """
    size = options['batchSize']
    random = Random((options['seed'] * 0x9E3779B1 & 0xFFFFFFFF) ^ ((epoch + 1) * 0x85EBCA6B & 0xFFFFFFFF))
    if options['batching'] == 'mixed':
        useful = [i for i, row in enumerate(rows) if any(name in row['targets'] for name in teaching)]
        batches = [(part, teaching) for part in chunks(shuffled(useful, random), size)]
    else:
        batches = []
        for name in teaching:
            own = [i for i, row in enumerate(rows) if name in row['targets']]
            batches += [(part, [name]) for part in chunks(shuffled(own, random), size)]
        batches = shuffled(batches, random)
    return chunks(batches, options['gradientAccumulation'])


def plan_unfreezing(options: dict, layers: int) -> list[tuple[int, float]]:
    """For every epoch the lowest depth that learns (0: the embeddings; layer i: i + 1; layers + 1: none), and the top layer's rate."""
    rate = options['learningRate']['encoder']
    unfreeze = options.get('unfreeze') or {'layers': 0}
    plan = []
    for epoch in range(1, options['epochs'] + 1):
        stage = _stage(unfreeze, epoch, layers)
        count = layers if stage['layers'] == 'all' else min(stage['layers'], layers)
        lowest = 0 if count == layers and stage.get('embeddings') else layers + 1 - count
        plan.append((lowest, stage.get('learningRate', rate)))
    return plan


def _stage(unfreeze: dict, epoch: int, layers: int) -> dict:
    if unfreeze.get('stages'):
        begun = [stage for stage in unfreeze['stages'] if stage['epoch'] <= epoch]
        return begun[-1] if begun else {'layers': 0}
    if not unfreeze.get('gradual'):
        return {'layers': unfreeze['layers'], 'embeddings': unfreeze.get('embeddings', False)}
    # Gradual unfreezing (Howard & Ruder, 2018): heads first, then one more layer at a time.
    warmup, every = unfreeze['gradual'].get('warmup', 1), unfreeze['gradual'].get('every', 1)
    target = layers if unfreeze['layers'] == 'all' else min(unfreeze['layers'], layers)
    blocks = 0 if epoch <= warmup else 1 + (epoch - warmup - 1) // every
    return {'layers': min(blocks, target), 'embeddings': bool(unfreeze.get('embeddings')) and blocks > target}


def schedule_factor(schedule: str, step: int, total: int, warmup: int) -> float:
    """What learning rates are multiplied by in a step, counted from 0 (as transformers.get_scheduler has it)."""
    if step < warmup:
        return step / warmup
    done = min(1.0, (step - warmup) / max(1, total - warmup))
    if schedule == 'linear':
        return 1 - done
    if schedule == 'cosine':
        return (1 + math.cos(math.pi * done)) / 2
    return 1.0


def teaching_tasks(tasks: list, lowest: int, layers: int, options: dict) -> list[str]:
    """Names of the tasks whose loss teaches: that of a frozen head still reaches an open encoder, unless `frozenLoss` is off."""
    is_open = lowest <= layers
    return [task.name for task in tasks if task.learns or (is_open and (not task.frozen or options['frozenLoss']))]
