"""Tasks of every kind by PyTorch in float32: reference/fixtures/tasks.json. Losses, gradients and AdamW steps of five tasks at
once on frozen features and on a small BERT, and of tasks that read two texts.

Equal texts carry different gold, so that no loss comes near 0, where rounding is all that is left of it.

Run: python reference/tasks_fixture.py
"""
import math

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cosine_similarity, cross_entropy, linear, mse_loss

from common import base64_floats, bert, hash_tensor, hash_weights, mean_pool, write_fixture
from encoder_fixture import depth_of
from random_bert_fixture import COMMON, SHAPES

HIDDEN, STEPS, DECAY, LAYER_DECAY, SAMPLES, IGNORED = 64, 10, 0.01, 0.8, 32, -100
# No loss may fall below this: what float32 makes of a squared error near 0 can be held to nothing.
SMALLEST_LOSS = 0.1
CONFIG = {**COMMON, **SHAPES['2x64'], 'hidden_act': 'gelu'}

FIVE = [
    {'name': 'topic', 'kind': 'classification', 'outputs': 4, 'weight': 0.3, 'learningRate': 1e-2,
     'classWeights': [0.5, 2, 1, 0.25], 'labelSmoothing': 0.1},
    {'name': 'mood', 'kind': 'classification', 'outputs': 3, 'weight': 1.5, 'learningRate': 5e-3},
    {'name': 'subjects', 'kind': 'multiLabel', 'outputs': 5, 'weight': 0.7, 'learningRate': 8e-3},
    {'name': 'rating', 'kind': 'regression', 'outputs': 1, 'weight': 0.4, 'learningRate': 2e-3},
    {'name': 'entities', 'kind': 'entities', 'outputs': 7, 'weight': 0.9, 'learningRate': 2e-2},
]
SIMILARITY = {'name': 'alike', 'kind': 'similarity', 'outputs': 1, 'weight': 1.25, 'learningRate': 1e-3}
PROJECTED = {**SIMILARITY, 'projection': 16}
ANSWER = {'name': 'answer', 'kind': 'questionAnswering', 'outputs': 2, 'weight': 0.8, 'learningRate': 2e-3}


def shapes_of(task) -> list[tuple[str, tuple[int, ...]]]:
    def layer(name, outputs):
        return [(f"{task['name']}.{name}.weight", (outputs, HIDDEN)), (f"{task['name']}.{name}.bias", (outputs,))]

    if task['kind'] == 'entities':
        return layer('classifier', task['outputs'])
    if task['kind'] == 'similarity':
        return layer('projection', task['projection']) if 'projection' in task else []
    if task['kind'] == 'questionAnswering':
        return layer('qaOutputs', 2)
    return [*layer('dense', HIDDEN), *layer('classifier', task['outputs'])]


def heads(tasks) -> dict[str, torch.Tensor]:
    shapes = [shape for task in tasks for shape in shapes_of(task)]
    return {name: torch.from_numpy(hash_tensor(1000 + i, name, shape).copy()).requires_grad_() for i, (name, shape) in enumerate(shapes)}


def outputs_of(task, parameters, features):
    """`features`: pooled vectors, or states of word pieces."""
    def layer(name, x):
        return linear(x, parameters[f"{task['name']}.{name}.weight"], parameters[f"{task['name']}.{name}.bias"])

    if task['kind'] == 'entities':
        return layer('classifier', features)
    if task['kind'] == 'questionAnswering':
        return layer('qaOutputs', features)
    return layer('classifier', torch.relu(layer('dense', features)))


def loss_of(task, outputs, target):
    if task['kind'] == 'multiLabel':
        known = target >= 0
        return binary_cross_entropy_with_logits(outputs[known], target[known])
    if task['kind'] in ('regression', 'similarity'):
        known = target[:, 1] == 1
        return mse_loss(outputs.flatten()[known], target[known, 0])
    weights = torch.tensor(task['classWeights']) if 'classWeights' in task else None
    return cross_entropy(outputs, target, weight=weights, ignore_index=IGNORED, label_smoothing=task.get('labelSmoothing', 0.0))


def five_targets(examples: int, pieces: int) -> dict[str, list]:
    """Every task has rows of which nothing is known. No row has the gold of the third after it."""
    topic = [(3 * i + 1) % 4 for i in range(examples)]
    mood = [(2 * i + i // 3) % 3 for i in range(examples)]
    topic[-1] = mood[0] = IGNORED
    subjects = [[float((i + i // 3 + 2 * label) % 3 == 0) for label in range(5)] for i in range(examples)]
    subjects[1] = [-1.0] * 5
    rating = [[(-1) ** i * ((5 * i) % 7 - 3) / 2, 1.0] for i in range(examples)]
    rating[2] = [0.0, 0.0]
    return {'topic': topic, 'mood': mood, 'subjects': subjects, 'rating': rating,
            'entities': [IGNORED if i % 4 == 3 else (i * 5) % 7 for i in range(pieces)]}


def tensors(targets: dict[str, list]) -> dict[str, torch.Tensor]:
    return {name: torch.tensor(values) for name, values in targets.items()}


def flat(targets: dict[str, list]) -> dict[str, list]:
    return {name: np.array(values).flatten().tolist() for name, values in targets.items()}


def sampled(gradient: torch.Tensor) -> dict:
    """Values at even distances, beside the norm and the largest of all. The distance is odd, so that every column has its turn."""
    values = gradient.detach().flatten()
    stride = max(1, values.numel() // SAMPLES) | 1
    return {'norm': values.double().norm().item(), 'largest': values.abs().max().item(), 'stride': stride,
            'values': base64_floats(values[::stride].numpy().copy())}


def train(tasks, parameters, groups, losses_of, uncertainty=False, encoder=None) -> dict:
    """Losses, total and gradient norm of every step; gradients of the first."""
    log_variances = {f"uncertainty.{task['name']}": torch.zeros(1, requires_grad=True) for task in tasks} if uncertainty else {}
    for task, s in zip(tasks, log_variances.values()):
        groups.append({'params': [s], 'lr': task['learningRate'], 'weight_decay': 0.0})
    optimizer = torch.optim.AdamW(groups)
    learned = {**parameters, **log_variances, **(encoder or {})}
    steps, gradients = [], {}
    for step in range(STEPS):
        losses = losses_of()
        if uncertainty:
            total = sum((torch.exp(-s) * loss + s / 2).squeeze() for loss, s in zip(losses, log_variances.values()))
        else:
            total = sum(task['weight'] * loss for task, loss in zip(tasks, losses))
        optimizer.zero_grad()
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_([p for p in learned.values() if p.grad is not None], math.inf)
        if step == 0:
            gradients = {name: sampled(p.grad) for name, p in learned.items() if p.grad is not None}
        optimizer.step()
        steps.append([*(loss.item() for loss in losses), total.item(), norm.item()])
        for task, loss in zip(tasks, losses):
            assert loss.item() > SMALLEST_LOSS, f"The loss of {task['name']} is {loss.item():.4f} in step {step}. Give it gold that it cannot fit."
    return {'gradients': gradients, 'steps': steps}


def head_groups(tasks, parameters) -> list[dict]:
    return [{'params': [p], 'lr': task['learningRate'], 'weight_decay': DECAY}
            for task in tasks for name, p in parameters.items() if name.startswith(f"{task['name']}.") and p.requires_grad]


def frozen_encoder() -> dict:
    """Five tasks on kept features; each reads rows of its own, in its own order."""
    lengths = [3, 6, 1, 9, 4, 7, 2, 5, 8, 3, 6]
    examples, pieces = len(lengths), sum(lengths)
    pooled, states = (torch.from_numpy(hash_tensor(number, name, (rows, HIDDEN)).copy())
                      for number, name, rows in ((900, 'pooled', examples), (901, 'states', pieces)))
    targets = five_targets(examples, pieces)
    rows = {'topic': list(range(examples)), 'mood': list(range(examples))[::-1], 'subjects': [*range(1, examples, 2), *range(0, examples, 2)],
            'rating': list(range(3, examples)), 'entities': list(range(pieces))}
    targets['rating'] = targets['rating'][:examples - 3]
    wanted = tensors(targets)

    def run(uncertainty):
        parameters = heads(FIVE)
        features = {task['name']: (states if task['kind'] == 'entities' else pooled)[rows[task['name']]] for task in FIVE}

        def losses():
            return [loss_of(task, outputs_of(task, parameters, features[task['name']]), wanted[task['name']]) for task in FIVE]

        return train(FIVE, parameters, head_groups(FIVE, parameters), losses, uncertainty)

    return {'tasks': FIVE, 'lengths': lengths, 'rows': rows, 'targets': flat(targets), 'fixed': run(False), 'uncertainty': run(True)}


def padded(sequences: list[list[int]], types: list[list[int]] | None = None) -> dict[str, torch.Tensor]:
    width = max(map(len, sequences))
    right = lambda values: torch.tensor([[*row, *[0] * (width - len(row))] for row in values])
    return {'input_ids': right(sequences), 'attention_mask': right([[1] * len(row) for row in sequences]),
            'token_type_ids': right(types or [[0] * len(row) for row in sequences])}


def open_encoder(name, tasks, views, targets, losses_of, rate, lowest=0, frozen=()) -> dict:
    """Every view is read by itself, padded. @param losses_of states and masks by view, and the heads' parameters → losses"""
    model, parameters = bert(CONFIG, hash_weights(CONFIG)), heads(tasks)
    groups, layers = [], CONFIG['num_hidden_layers']
    for path, parameter in parameters.items():
        parameter.requires_grad_(path.split('.')[0] not in frozen)
    for path, parameter in model.named_parameters():
        parameter.requires_grad_(depth_of(path) >= lowest)
        plain = path.endswith('.bias') or 'LayerNorm' in path
        if parameter.requires_grad:
            groups.append({'params': [parameter], 'lr': rate * LAYER_DECAY ** (layers - depth_of(path)), 'weight_decay': 0.0 if plain else DECAY})

    def losses():
        return losses_of({view: (model(**batch).last_hidden_state, batch['attention_mask']) for view, batch in views.items()}, parameters)

    result = train(tasks, parameters, [*head_groups(tasks, parameters), *groups], losses, encoder=dict(model.named_parameters()))
    real = lambda batch, key: [row[:length].tolist() for row, length in zip(batch[key], batch['attention_mask'].sum(1))]
    return {
        'name': name, 'tasks': tasks, 'rate': rate, 'lowest': lowest, 'frozen': list(frozen), 'targets': targets,
        'views': {view: {'ids': real(batch, 'input_ids'), 'typeIds': real(batch, 'token_type_ids')} for view, batch in views.items()},
        **result,
    }


def sequence(length: int, first: int) -> list[int]:
    return [(7919 * i + 104729 * first + 101) % (CONFIG['vocab_size'] - 1) + 1 for i in range(length)]


def five_on_bert(name, **more) -> dict:
    # The first three texts come twice.
    batch = padded([sequence(n, n) for n in (11, 4, 7, 11, 4, 7, 5, 9)], [[*[0] * 3, *[1] * (n - 3)] for n in (11, 4, 7, 11, 4, 7, 5, 9)])
    real = batch['attention_mask'].bool()
    targets = five_targets(len(real), int(real.sum()))
    wanted = tensors(targets)

    def losses(read, parameters):
        states, mask = read['text']
        features = {'entities': states[real]}
        pooled = mean_pool(states, mask)
        return [loss_of(task, outputs_of(task, parameters, features.get(task['name'], pooled)), wanted[task['name']]) for task in FIVE]

    return open_encoder(name, FIVE, {'text': batch}, flat(targets), losses, 5e-4, **more)


# Two pairs come twice, and of one no score is known.
TEXTS, OTHERS = padded([sequence(n, n) for n in (9, 4, 12, 6, 9, 4)]), padded([sequence(n, n + 50) for n in (5, 11, 3, 8, 5, 11)])
ALIKE = [[0.1, 1.0], [0.9, 1.0], [0.0, 0.0], [0.5, 1.0], [0.9, 1.0], [0.2, 1.0]]


def alike(task, read, parameters):
    (a, mask_a), (b, mask_b) = read['text'], read['other']
    a, b = mean_pool(a, mask_a), mean_pool(b, mask_b)
    if 'projection' in task:
        a, b = (linear(x, parameters['alike.projection.weight'], parameters['alike.projection.bias']) for x in (a, b))
    return loss_of(task, cosine_similarity(a, b), torch.tensor(ALIKE))


def similarity(name, task, **more) -> dict:
    return open_encoder(name, [task], {'text': TEXTS, 'other': OTHERS}, {'alike': np.array(ALIKE).flatten().tolist()},
                        lambda read, parameters: [alike(task, read, parameters)], 1e-4, **more)


CLS, SEP = 2, 3
# Pieces of question and context, and where the answer begins and ends in the context; one question has no answer, two have another
# each time they are asked.
QUESTIONS = [(3, 10, (2, 4)), (5, 4, (0, 0)), (2, 7, None), (4, 12, (11, 11)), (3, 10, (6, 9)), (4, 12, (1, 3))]
JOINT = padded([[CLS, *sequence(q, 7 * c), SEP, *sequence(c, 11 * q), SEP] for q, c, _ in QUESTIONS],
               [[*[0] * (q + 2), *[1] * (c + 1)] for q, c, _ in QUESTIONS])
MARKS = [[*[-1] * (q + 2), *((int(i == span[0]) + 2 * int(i == span[1]) if span else -1) for i in range(c)), -1] for q, c, span in QUESTIONS]


def answer(task, read, parameters):
    """As in transformers' BertForQuestionAnswering, whose softmax here is over the context alone."""
    logits = outputs_of(task, parameters, read['joint'][0])
    known = [i for i, (_, _, span) in enumerate(QUESTIONS) if span]
    context = torch.full(logits.shape[:2], -math.inf)
    for i, (q, c, _) in enumerate(QUESTIONS):
        context[i, q + 2:q + 2 + c] = 0
    at = torch.tensor([[q + 2 + place for place in span] for q, _, span in QUESTIONS if span])
    begins, ends = (cross_entropy((logits[..., column] + context)[known], at[:, column]) for column in (0, 1))
    return (begins + ends) / 2


def question_answering(name) -> dict:
    return open_encoder(name, [ANSWER], {'joint': JOINT}, {'answer': sum(MARKS, [])},
                        lambda read, parameters: [answer(ANSWER, read, parameters)], 2e-4)


# A context of 14 pieces in two windows that overlap by four, of which each owns two; its answer begins in the first and ends in
# the second. Then one that a single window holds. Pieces of the question, and of the context: those read, those owned.
WINDOWS = [(3, range(0, 10), range(0, 8)), (3, range(6, 14), range(8, 14)), (4, range(0, 6), range(0, 6))]
SEQUENCES_OF_EXAMPLES, SPANS = [2, 1], [(6, 9), (1, 1)]
CONTEXTS = [sequence(14, 31), sequence(14, 31), sequence(6, 77)]
WINDOWED = padded([[CLS, *sequence(q, 13), SEP, *(context[i] for i in read), SEP] for (q, read, _), context in zip(WINDOWS, CONTEXTS)],
                  [[*[0] * (q + 2), *[1] * (len(read) + 1)] for q, read, _ in WINDOWS])


def windowed_answer(task, read, parameters):
    """One softmax over all pieces of a context, each read in the window that owns it."""
    logits = outputs_of(task, parameters, read['joint'][0])
    losses, first = [], 0
    for count, span in zip(SEQUENCES_OF_EXAMPLES, SPANS):
        rows = torch.cat([logits[s, q + 2 + owned[0] - read_[0]:q + 2 + owned[-1] + 1 - read_[0]]
                          for s, (q, read_, owned) in list(enumerate(WINDOWS))[first:first + count]])
        losses += [cross_entropy(rows[None, :, column], torch.tensor([span[column]])) for column in (0, 1)]
        first += count
    return torch.stack(losses).mean()


def windows(name) -> dict:
    spans = [span for count, span in zip(SEQUENCES_OF_EXAMPLES, SPANS) for _ in range(count)]
    marks = [[*[-1] * (q + 2), *(int(i == span[0]) + 2 * int(i == span[1]) if i in owned else -1 for i in read), -1]
             for (q, read, owned), span in zip(WINDOWS, spans)]
    result = open_encoder(name, [ANSWER], {'joint': WINDOWED}, {'answer': sum(marks, [])},
                          lambda read, parameters: [windowed_answer(ANSWER, read, parameters)], 2e-4)
    result['views']['joint']['sequences'] = SEQUENCES_OF_EXAMPLES
    return result


def three_views(name) -> dict:
    """A class of the text, its similarity to the other text, and an answer in the text: every way of reading in one batch."""
    topic, topics = FIVE[0], [1, IGNORED, 3, 0, 2, 1]

    def losses(read, parameters):
        first = loss_of(topic, outputs_of(topic, parameters, mean_pool(*read['text'])), torch.tensor(topics))
        return [first, alike(PROJECTED, read, parameters), answer(ANSWER, read, parameters)]

    targets = {'topic': topics, 'alike': np.array(ALIKE).flatten().tolist(), 'answer': sum(MARKS, [])}
    return open_encoder(name, [topic, PROJECTED, ANSWER], {'text': TEXTS, 'other': OTHERS, 'joint': JOINT}, targets, losses, 1e-4)


def main():
    torch.set_num_threads(1)
    write_fixture('tasks.json', {
        'hidden': HIDDEN, 'decay': DECAY, 'layerDecay': LAYER_DECAY, 'config': CONFIG,
        'features': frozen_encoder(),
        'five': [
            five_on_bert('top layer', lowest=2),
            five_on_bert('all layers and embeddings'),
            five_on_bert('two heads frozen', lowest=2, frozen=('topic', 'entities')),
            five_on_bert('all heads frozen', lowest=1, frozen=[task['name'] for task in FIVE]),
        ],
        'pairs': [
            similarity('similarity', SIMILARITY),
            similarity('similarity with a projection', PROJECTED),
            similarity('similarity with a frozen projection', PROJECTED, frozen=('alike',)),
            question_answering('question answering'),
            windows('question answering in windows that share a softmax'),
            three_views('three views in one batch'),
        ],
    })


if __name__ == '__main__':
    main()
