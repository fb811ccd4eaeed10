"""Fine-tunes the bundled MiniLM with both heads in PyTorch, by the settings that Tandem's page has, and prints validation metrics.

Run: python reference/finetune.py ../shared/data/snips --layers 2 --train 256 --validation 128 --seeds 0 1 2

Layers below the open ones run without dropout, since Tandem computes their states once. Losses are means of
their task's labels, summed; AdamW leaves biases and LayerNorm of the encoder undecayed; the best epoch by the mean
of macro-F1 and entity F1 counts.
"""
import argparse
import json
import random
from pathlib import Path

import torch
from seqeval.metrics import f1_score
from sklearn.metrics import accuracy_score
from sklearn.metrics import f1_score as class_f1
from torch import nn

from common import bundled_model, bundled_tokenizer, mean_pool

IGNORED = -100


def read(folder: Path, split: str) -> list[dict]:
    """Rows of `tokens`, `tags` and `label`, from {split}.jsonl or from JointBERT's three files."""
    if (folder / f'{split}.jsonl').exists():
        return [json.loads(line) for line in (folder / f'{split}.jsonl').read_text().splitlines() if line]
    parts = [[line for line in (folder / split / name).read_text().splitlines() if line] for name in ('seq.in', 'seq.out', 'label')]
    return [{'tokens': a.split(), 'tags': b.split(), 'label': c.strip()} for a, b, c in zip(*parts)]


def mixed(rows: list) -> list:
    """A fixed order that has nothing to do with the file's."""
    state, keyed = 7, []
    for row in rows:
        state = (state * 1103515245 + 12345) % 2**32
        keyed.append((state, row))
    return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]


def encode(rows: list[dict], labels: list[str], tags: list[str]) -> list[dict]:
    """Token ids; the first piece of each word carries its tag."""
    tokenizer = bundled_tokenizer()
    encoded = []
    for row in rows:
        starts, at = {}, 0
        for word, token in enumerate(row['tokens']):
            starts[at] = word
            at += len(token) + 1
        pieces = tokenizer.encode(' '.join(row['tokens']))
        first = [starts.get(start, -1) if end > start else -1 for start, end in pieces.offsets]
        encoded.append({
            'ids': pieces.ids,
            'words': first,
            'tags': [IGNORED if word < 0 else tags.index(row['tags'][word]) for word in first],
            'label': labels.index(row['label']),
            'gold': row['tags'],
        })
    return encoded


class Joint(nn.Module):
    def __init__(self, classes: int, tags: int):
        super().__init__()
        self.encoder = bundled_model()
        hidden = self.encoder.config.hidden_size
        self.task_a = nn.Sequential(nn.Linear(hidden, hidden), nn.ReLU(), nn.Dropout(0.1), nn.Linear(hidden, classes))
        self.task_b = nn.Linear(hidden, tags)

    def forward(self, ids, mask):
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.task_a(mean_pool(states, mask)), self.task_b(states)


def collate(rows: list[dict]):
    length = max(len(row['ids']) for row in rows)
    pad = lambda values, value: torch.tensor([v + [value] * (length - len(v)) for v in values])
    ids, mask = pad([r['ids'] for r in rows], 0), pad([[1] * len(r['ids']) for r in rows], 0)
    return ids, mask, torch.tensor([r['label'] for r in rows]), pad([r['tags'] for r in rows], IGNORED)


def groups(model: Joint, settings) -> list[dict]:
    """A group of rate and decay for every depth: a layer i at i + 1."""
    layers = model.encoder.config.num_hidden_layers
    found = [
        {'params': [*model.task_a.parameters()], 'lr': settings.class_rate, 'weight_decay': 0.01},
        {'params': [*model.task_b.parameters()], 'lr': settings.token_rate, 'weight_decay': 0.01},
    ]
    for name, parameter in model.encoder.named_parameters():
        depth = int(name.split('.')[2]) + 1 if name.startswith('encoder.layer.') else 0
        parameter.requires_grad = depth > layers - settings.layers
        if parameter.requires_grad:
            decays = not (name.endswith('.bias') or 'LayerNorm' in name)
            found.append({'params': [parameter], 'lr': settings.rate * settings.layer_decay ** (layers - depth), 'weight_decay': 0.01 if decays else 0})
    return found


def set_modes(model: Joint, open_layers: int) -> None:
    model.train()
    model.encoder.eval()
    for layer in model.encoder.encoder.layer[len(model.encoder.encoder.layer) - open_layers:]:
        layer.train()


def well_formed(scores: torch.Tensor, tags: list[str]) -> list[str]:
    """The best tag sequence in which every I- continues an entity of its type (Viterbi)."""
    allowed = torch.tensor([[not to.startswith('I-') or before[2:] == to[2:] and before != 'O' for to in tags] for before in tags])
    transition = torch.where(allowed, 0.0, float('-inf'))
    start = torch.tensor([float('-inf') if tag.startswith('I-') else 0.0 for tag in tags])
    best, back = scores[0] + start, []
    for row in scores[1:]:
        reached = best[:, None] + transition
        back.append(reached.argmax(0))
        best = reached.max(0).values + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return [tags[i] for i in reversed(path)]


def free(scores: torch.Tensor, tags: list[str]) -> list[str]:
    return [tags[i] for i in scores.argmax(1)]


def evaluate(model: Joint, rows: list[dict], tags: list[str], decoding: str) -> dict:
    model.eval()
    classes, gold, predicted = [], [], []
    with torch.no_grad():
        for at in range(0, len(rows), 64):
            part = rows[at:at + 64]
            a, b = model(*collate(part)[:2])
            classes += a.argmax(1).tolist()
            for row, scores in zip(part, b):
                at_word = [i for i, word in enumerate(row['words']) if word >= 0]
                found = ['O'] * len(row['gold'])
                best = well_formed if decoding == 'iob2' else free
                for i, tag in zip(at_word, best(scores[at_word], tags) if at_word else []):
                    found[row['words'][i]] = tag
                gold.append(row['gold'])
                predicted.append(found)
    truth = [row['label'] for row in rows]
    return {'accuracy': accuracy_score(truth, classes), 'macroF1': class_f1(truth, classes, average='macro'), 'entityF1': f1_score(gold, predicted)}


def run(seed: int, train: list[dict], validation: list[dict], labels: list[str], tags: list[str], settings) -> dict:
    torch.manual_seed(seed)
    random.seed(seed)
    model = Joint(len(labels), len(tags))
    optimizer = torch.optim.AdamW(groups(model, settings))
    per_epoch = -(-len(train) // settings.batch)
    steps, warmup = settings.epochs * per_epoch, round(0.1 * settings.epochs * per_epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: s / warmup if s < warmup else (steps - s) / (steps - warmup))
    loss_of, best = nn.CrossEntropyLoss(), None
    for _ in range(settings.epochs):
        set_modes(model, settings.layers)
        order = random.sample(train, len(train))
        for at in range(0, len(order), settings.batch):
            ids, mask, classes, tag_ids = collate(order[at:at + settings.batch])
            a, b = model(ids, mask)
            optimizer.zero_grad()
            (loss_of(a, classes) + loss_of(b.flatten(0, 1), tag_ids.flatten())).backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1)
            optimizer.step()
            schedule.step()
        metrics = evaluate(model, validation, tags, settings.decoding)
        score = (metrics['macroF1'] + metrics['entityF1']) / 2
        if best is None or score > best[0]:
            best = (score, metrics)
    return best[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=Path)
    parser.add_argument('--layers', type=int, default=2)
    parser.add_argument('--train', type=int)
    parser.add_argument('--validation', type=int)
    parser.add_argument('--seeds', type=int, nargs='+', default=[0])
    parser.add_argument('--epochs', type=int, default=3)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--rate', type=float, default=1e-4)
    parser.add_argument('--class-rate', type=float, default=1e-3)
    parser.add_argument('--token-rate', type=float, default=1e-2)
    parser.add_argument('--layer-decay', type=float, default=1)
    parser.add_argument('--decoding', choices=['iob2', 'argmax'], default='iob2')
    settings = parser.parse_args()
    everything = [mixed(read(settings.folder, split)) for split in ('train', 'dev')]
    labels = sorted({row['label'] for rows in everything for row in rows})
    kinds = {tag for rows in everything for row in rows for tag in row['tags']}
    tags = sorted(kinds, key=lambda tag: (tag != 'O', tag[2:], tag))
    train, validation = (encode(rows[:count], labels, tags) for rows, count in zip(everything, (settings.train, settings.validation)))
    results = [run(seed, train, validation, labels, tags, settings) for seed in settings.seeds]
    for seed, result in zip(settings.seeds, results):
        print(seed, {name: round(100 * float(value), 1) for name, value in result.items()})
    print('mean', {name: round(100 * float(sum(result[name] for result in results)) / len(results), 1) for name in results[0]})


if __name__ == '__main__':
    main()
