"""Contrastive fine-tuning of the bundled model by PyTorch, ten steps without dropout: reference/fixtures/contrastive.json.

SetFit's recipe (Tunstall et al., 2022): the squared error of the cosine of two mean-pooled embeddings, against 1 for rows of one
class and 0 for others. All layers learn, the embeddings below them do not.
"""
import torch
from torch.nn.functional import cosine_similarity, mse_loss

from common import bundled_model, bundled_tokenizer, mean_pool, write_fixture

STEPS, PAIRS, RATE, DECAY, LONGEST_GRADIENT = 10, 4, 2e-5, 0.01, 1.0
ROWS = [
    ('Who was the first man on the moon ?', 'person'),
    ('What does NATO stand for ?', 'abbreviation'),
    ('Where is the highest mountain of Africa ?', 'place'),
    ('Who wrote the opera that opens every year in Verona ?', 'person'),
    ('What is the full form of DNA ?', 'abbreviation'),
    ('Which city has the most bridges ?', 'place'),
]


def pairs_of(step: int):
    for i in range(PAIRS):
        a = (step * 5 + i * 2) % len(ROWS)
        b = (a + (3 if i % 2 == 0 else 1 + (step + i) % 2)) % len(ROWS)
        yield a, b


def embed(model, tokenizer, texts):
    encoded = [tokenizer.encode(text).ids for text in texts]
    longest = max(len(ids) for ids in encoded)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in encoded])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in encoded])
    return mean_pool(model(input_ids=ids, attention_mask=mask).last_hidden_state, mask)


def train():
    model, tokenizer = bundled_model(), bundled_tokenizer()
    model.embeddings.requires_grad_(False)
    learning = list(model.encoder.named_parameters())
    decays = [p for name, p in learning if name.endswith('weight') and 'LayerNorm' not in name]
    others = [p for name, p in learning if not (name.endswith('weight') and 'LayerNorm' not in name)]
    optimizer = torch.optim.AdamW([{'params': decays, 'weight_decay': DECAY}, {'params': others, 'weight_decay': 0.0}], lr=RATE)
    steps = []
    for step in range(STEPS):
        pairs = list(pairs_of(step))
        alike = torch.tensor([float(ROWS[a][1] == ROWS[b][1]) for a, b in pairs])
        first = embed(model, tokenizer, [ROWS[a][0] for a, _ in pairs])
        second = embed(model, tokenizer, [ROWS[b][0] for _, b in pairs])
        loss = mse_loss(cosine_similarity(first, second), alike)
        optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_([p for _, p in learning], LONGEST_GRADIENT)
        optimizer.step()
        steps.append({'pairs': pairs, 'loss': loss.item(), 'norm': norm.item()})
    return steps


if __name__ == '__main__':
    write_fixture('contrastive.json', {'rows': ROWS, 'rate': RATE, 'decay': DECAY, 'steps': train()})
