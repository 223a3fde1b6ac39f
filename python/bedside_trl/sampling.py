"""Drawing tokens so that what a prompt is answered does not depend on its company: each row has its own numbers."""
import hashlib

import numpy
import torch
from transformers import LogitsProcessor


def uniforms(seed, record, sample, count):
    """As many numbers in [0, 1) as tokens may be drawn, from the seed, the record's id and the sample's number."""
    key = hashlib.sha256(f"{seed}\0{record}\0{sample}".encode("utf-8")).digest()
    return numpy.random.Generator(numpy.random.PCG64(int.from_bytes(key, "big"))).random(count)


class Draw(LogitsProcessor):
    """
    Leaves the drawn token alone among the scores, so that a greedy choice takes it. `numbers`: [rows, tokens] on the
    device of the model; a token is the one at which the summed probability passes the number of its step. `top_p`: only
    the likeliest tokens that make up this mass.
    """

    def __init__(self, numbers, temperature, top_p):
        self.numbers, self.temperature, self.top_p = numbers, temperature, top_p
        self.step = 0

    def __call__(self, input_ids, scores):
        probabilities, order = (scores.float() / self.temperature).softmax(-1).sort(
            dim=-1, descending=True, stable=True)
        sums = probabilities.double().cumsum(-1)
        if self.top_p < 1:
            # A token stays when those before it do not make up the mass yet.
            kept = (sums - probabilities < self.top_p).sum(-1, keepdim=True)
            mass = sums.gather(-1, kept - 1)
        else:
            mass = sums[:, -1:]
        number = self.numbers[:, self.step].unsqueeze(-1) * mass
        place = torch.searchsorted(sums, number, right=True).clamp(max=scores.shape[-1] - 1)
        self.step += 1
        return torch.full_like(scores, float("-inf")).scatter(-1, order.gather(-1, place), 0.0)
