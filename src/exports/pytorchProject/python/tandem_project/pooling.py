"""
Pooling as weights of tokens: every mode but the maximum is a weighted sum. A text that is read in windows is pooled over
the tokens of all of them.
"""
import math

import torch
from torch import Tensor


def pooling_weights(mode: str, windows: list[int]) -> list[float]:
    """A weight for every token of a text, window by window. @param windows tokens of each"""
    count = sum(windows)
    if mode == 'mean':
        return [1 / count] * count
    if mode == 'mean_sqrt_len_tokens':
        return [1 / math.sqrt(count)] * count
    if mode == 'cls':
        # The mean of the windows' first tokens.
        return [share for length in windows for share in [1 / len(windows), *[0.0] * (length - 1)]]
    if mode == 'lasttoken':
        return [0.0] * (count - 1) + [1.0]
    if mode == 'weightedmean':
        return [2 * place / (count * (count + 1)) for place in range(1, count + 1)]
    raise ValueError(f'There is no pooling called {mode}.')


def pool(states: Tensor, mask: Tensor, owner: Tensor, examples: int, modes: list[str]) -> Tensor:
    """
    @param states [sequences, length, hidden]; @param mask 1 where there is a token
    @param owner the example of each sequence, in the order of the examples
    @returns [examples, modes · hidden]
    """
    tokens = states[mask.bool()]
    lengths = mask.sum(1)
    example = owner.repeat_interleave(lengths)
    pooled = []
    for mode in modes:
        if mode == 'max':
            index = example[:, None].expand_as(tokens)
            start = torch.zeros(examples, states.shape[-1], dtype=states.dtype, device=states.device)
            pooled.append(start.scatter_reduce(0, index, tokens, 'amax', include_self=False))
            continue
        windows: dict[int, list[int]] = {}
        for one, length in zip(owner.tolist(), lengths.tolist()):
            windows.setdefault(one, []).append(length)
        weights = [weight for own in windows.values() for weight in pooling_weights(mode, own)]
        weighted = tokens * torch.tensor(weights, dtype=states.dtype, device=states.device)[:, None]
        pooled.append(states.new_zeros(examples, states.shape[-1]).index_add(0, example, weighted))
    return torch.cat(pooled, 1)
