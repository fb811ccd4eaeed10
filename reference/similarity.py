"""Trains the bundled MiniLM on sentence pairs with scores in PyTorch, by the settings that Tandem's page has, and prints correlations.

Run: python reference/similarity.py stsb-en-dev.csv --train 800 --validation 700

The file has `sentence1,sentence2,score` without a header, scores from 0 to 5. Its first rows train, those after them validate.
The cosine of mean-pooled embeddings learns score / 5 by its squared error (CosineSimilarityLoss of sentence-transformers).
The embeddings are kept as they are, and run without dropout, unless --embeddings is given.
"""
import argparse
import csv
import random
from pathlib import Path

import torch
from scipy.stats import pearsonr, spearmanr
from torch.nn.functional import cosine_similarity, mse_loss

from common import bundled_model, bundled_tokenizer, mean_pool

LONGEST = 256


def read(path: Path) -> list[tuple[list[int], list[int], float]]:
    """Token ids of both sentences, and the score."""
    tokenizer = bundled_tokenizer()
    tokenizer.enable_truncation(LONGEST)
    with path.open(newline='', encoding='utf-8') as file:
        return [(tokenizer.encode(a).ids, tokenizer.encode(b).ids, float(score)) for a, b, score in csv.reader(file)]


def embed(model, sequences: list[list[int]]) -> torch.Tensor:
    width = max(map(len, sequences))
    ids, mask = (torch.tensor([values(row) + [0] * (width - len(row)) for row in sequences]) for values in (list, lambda row: [1] * len(row)))
    return mean_pool(model(input_ids=ids, attention_mask=mask).last_hidden_state, mask)


def cosines(model, rows) -> torch.Tensor:
    vectors = embed(model, [a for a, _, _ in rows] + [b for _, b, _ in rows])
    return cosine_similarity(vectors[:len(rows)], vectors[len(rows):])


def evaluate(model, rows) -> str:
    model.eval()
    with torch.no_grad():
        found = torch.cat([cosines(model, rows[at:at + 64]) for at in range(0, len(rows), 64)]).tolist()
    scores = [score for _, _, score in rows]
    return f'Pearson {pearsonr(scores, found).statistic:.4f}, Spearman {spearmanr(scores, found).statistic:.4f}'


def groups(model, embeddings: bool) -> list[dict]:
    decayed, plain = [], []
    for name, parameter in model.named_parameters():
        parameter.requires_grad = embeddings or not name.startswith('embeddings')
        if parameter.requires_grad:
            (plain if name.endswith('.bias') or 'LayerNorm' in name else decayed).append(parameter)
    return [{'params': decayed, 'weight_decay': 0.01}, {'params': plain, 'weight_decay': 0.0}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('file', type=Path)
    parser.add_argument('--train', type=int, default=800)
    parser.add_argument('--validation', type=int, default=700)
    parser.add_argument('--epochs', type=int, default=2)
    parser.add_argument('--batch', type=int, default=16)
    parser.add_argument('--rate', type=float, default=2e-5)
    parser.add_argument('--embeddings', action='store_true')
    parser.add_argument('--seed', type=int, default=0)
    settings = parser.parse_args()
    torch.manual_seed(settings.seed)
    random.seed(settings.seed)
    rows, model = read(settings.file), bundled_model()
    train, validation = rows[:settings.train], rows[settings.train:settings.train + settings.validation]
    optimizer = torch.optim.AdamW(groups(model, settings.embeddings), lr=settings.rate)
    steps = settings.epochs * -(-len(train) // settings.batch)
    warmup = round(0.1 * steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: s / warmup if s < warmup else (steps - s) / (steps - warmup))
    print('before:', evaluate(model, validation), flush=True)
    for epoch in range(1, settings.epochs + 1):
        model.train()
        model.embeddings.train(settings.embeddings)
        order, losses = random.sample(train, len(train)), []
        for at in range(0, len(order), settings.batch):
            batch = order[at:at + settings.batch]
            loss = mse_loss(cosines(model, batch), torch.tensor([score / 5 for _, _, score in batch]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f'epoch {epoch}: loss {sum(losses) / len(losses):.4f},', evaluate(model, validation), flush=True)


if __name__ == '__main__':
    main()
