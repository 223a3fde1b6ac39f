"""Log-probabilities of given completions under a policy: summed over their tokens, the end token included."""
import torch

from .encoding import Encoding
from .files import Lines, read_rows, whole_lines
from .generate import left_padded, load_model
from .problems import Stopped
from .processes import Stop


def logps_of(model, batch, pad):
    """A float per (prompt ids, completion ids). Padded on the left, so that completions stand at the end."""
    ids, mask = left_padded([prompt + completion for prompt, completion in batch], pad, model.device)
    kept = max(len(completion) for _, completion in batch)
    # Positions count from a row's first token, not from the padding.
    positions = (mask.cumsum(-1) - 1).clamp(min=0)
    with torch.inference_mode():
        # The logits before a token say how likely it is: one place more than the longest completion.
        logits = model(
            input_ids=ids, attention_mask=mask, position_ids=positions, use_cache=False, logits_to_keep=kept + 1,
        ).logits[:, :-1]
    sums = []
    for row, row_ids, (_, completion) in zip(logits, ids, batch, strict=True):
        # One row at a time in float32: a whole batch of them is often larger than the model.
        own, targets = row[-len(completion):].float(), row_ids[-len(completion):]
        logps = own.gather(-1, targets.unsqueeze(-1)).squeeze(-1) - own.logsumexp(-1)
        sums.append(logps.double().sum().item())
    return sums


def score(run, progress):
    """Appends a line an example to `scores.jsonl`, after those that are there; returns counts."""
    examples = read_rows(run["folder"] / "examples.jsonl", ("id", "prompt", "completion"))
    file = run["folder"] / "scores.jsonl"
    kept = whole_lines(file)
    encoding = Encoding(run["policy"], progress)
    encoded = encoding.all(
        "tokenising", examples, lambda row: encoding.example(row["id"], row["prompt"], row["completion"]))
    # An id may come several times (chosen and rejected of a pair), so lines stand in the order of the examples.
    todo = list(enumerate(encoded))[len(kept):]
    lines = Lines(file, kept)
    progress.report("loading the model")
    model = load_model(run) if todo else None
    size = run["batchSize"]
    # Like lengths together, within stretches that are written in order.
    stretch = 32 * size
    for start in range(0, len(todo), stretch):
        part = sorted(todo[start:start + stretch], key=lambda item: -len(item[1][0]) - len(item[1][1]))
        found = {}
        for first in range(0, len(part), size):
            if Stop.asked:
                raise Stopped
            batch = part[first:first + size]
            logps = logps_of(model, [pair for _, pair in batch], encoding.tokenizer.pad_token_id)
            found |= {index: logp for (index, _), logp in zip(batch, logps, strict=True)}
            progress.report("scoring", len(kept) + start + len(found), len(encoded))
        for index in sorted(found):
            lines.append({"id": examples[index]["id"], "logp": found[index], "tokens": len(encoded[index][1])})
    lines.sync()
    return {"completions": len(encoded), "tokens": sum(len(completion) for _, completion in encoded)}
