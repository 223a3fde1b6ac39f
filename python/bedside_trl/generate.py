"""Completions of prompts by Transformers: batches of like length, padded on the left, every row with its own numbers.

A row's draws do not depend on the other rows; its logits do in their last digits, since another shape of batch may be
summed in another order, and where two tokens are about as likely that can choose the other one.
"""
from itertools import count

import torch
from transformers import (
    AutoModelForCausalLM,
    GenerationConfig,
    LogitsProcessorList,
    StoppingCriteria,
    StoppingCriteriaList,
)

from .answer import text_of
from .encoding import Encoding
from .files import Lines, read_rows, whole_lines
from .problems import Stopped, input_problem
from .processes import Stop
from .sampling import Draw, uniforms


class Asked(StoppingCriteria):
    """
    Called after each token. Ends a batch early when the run is asked to; it is thrown away and drawn again later, the same.
    `drew` is told of each token: a batch may take minutes.
    """

    def __init__(self, drew):
        self.drew = drew

    def __call__(self, input_ids, scores, **kwargs):
        self.drew()
        return torch.full((input_ids.shape[0],), Stop.asked, device=input_ids.device)


def load_model(run):
    """The policy in the precision of the run, on the device of the run."""
    has_gpu = run["device"] == "auto" and torch.cuda.is_available()
    model = AutoModelForCausalLM.from_pretrained(
        run["policy"], dtype=getattr(torch, run["precision"]), local_files_only=True)
    return model.to("cuda" if has_gpu else "cpu").eval()


def end_tokens(model, tokenizer):
    """Every token that ends a turn, by the tokenizer, the configuration and the generation configuration."""
    found = {tokenizer.eos_token_id}
    for config in (model.config, model.generation_config):
        ids = getattr(config, "eos_token_id", None)
        found |= set(ids if isinstance(ids, list) else [] if ids is None else [ids])
    return sorted(found)


def as_requests(run, encoding, prompts):
    """A request {id, sample, ids, room} for each completion that is asked for; room: the new tokens that fit."""
    settings = run["settings"]

    def encode(prompt):
        ids = encoding.prompt(prompt["id"], prompt["messages"], 1)
        return ids, min(settings["maxNewTokens"], encoding.context - len(ids))

    encoded = encoding.all("tokenising", prompts, encode)
    return [
        {"id": prompt["id"], "sample": sample, "ids": ids, "room": room}
        for prompt, (ids, room) in zip(prompts, encoded, strict=True) for sample in range(settings["samples"])
    ]


def completion(request, ids, ends, tokenizer):
    """A Completion of the seam from the new ids of a row, which may go on after its end or beyond its room."""
    end = next((i for i, token in enumerate(ids) if token in ends), None)
    cut = ids[:request["room"]]
    is_ended = end is not None and end < len(cut)
    tokens = cut[:end] if is_ended else cut
    return {
        "id": request["id"], "sample": request["sample"],
        "text": text_of(tokens, tokenizer),
        "promptTokens": len(request["ids"]), "completionTokens": len(tokens), "finish": "end" if is_ended else "length",
    }


def left_padded(rows, pad, device):
    """Ids and mask, [rows, longest]."""
    longest = max(len(row) for row in rows)
    ids = torch.tensor([[pad] * (longest - len(row)) + list(row) for row in rows], device=device)
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in rows], device=device)
    return ids, mask


def by_transformers(run, requests, encoding, drew):
    """
    Yields an empty list when the model is there, then lists of completions, one a batch. `drew` is called after each token with
    how many of a row were drawn.
    """
    model, tokenizer, settings = load_model(run), encoding.tokenizer, run["settings"]
    ends = end_tokens(model, tokenizer)
    # In place of what the checkpoint asks for: no penalty, no top-k, nothing but the request's settings.
    model.generation_config = GenerationConfig(
        eos_token_id=ends, pad_token_id=tokenizer.pad_token_id, bos_token_id=tokenizer.bos_token_id)
    yield []
    for start in range(0, len(requests), run["batchSize"]):
        batch = requests[start:start + run["batchSize"]]
        longest = max(request["room"] for request in batch)
        processors = LogitsProcessorList()
        if settings["temperature"] > 0:
            numbers = [uniforms(settings["seed"], r["id"], r["sample"], longest) for r in batch]
            rows = torch.tensor(numbers, device=model.device)
            processors.append(Draw(rows, settings["temperature"], settings["topP"]))
        ids, mask = left_padded([request["ids"] for request in batch], tokenizer.pad_token_id, model.device)
        steps = count(1)
        with torch.inference_mode():
            drawn = model.generate(
                input_ids=ids, attention_mask=mask, do_sample=False, num_beams=1, max_new_tokens=longest,
                logits_processor=processors, stopping_criteria=StoppingCriteriaList([Asked(lambda: drew(next(steps)))]))
        if Stop.asked:
            raise Stopped
        yield [
            completion(request, row, ends, tokenizer)
            for request, row in zip(batch, drawn[:, ids.shape[1]:].tolist(), strict=True)
        ]


def choose_backend(run):
    """`vllm` where it is asked for, or where it is installed and there is a GPU."""
    from importlib.util import find_spec

    has_vllm = find_spec("vllm") is not None and run["device"] == "auto" and torch.cuda.is_available()
    if run["backend"] == "vllm" and not has_vllm:
        raise input_problem("expected vLLM and a GPU, got not both", remedy="install vllm, or use `transformers`")
    return "vllm" if has_vllm and run["backend"] != "transformers" else "transformers"


def generate(run, progress):
    """Appends a line a completion to `completions.jsonl`, after those that are there; returns counts."""
    backend = choose_backend(run)
    prompts = read_rows(run["folder"] / "prompts.jsonl", ("id", "messages"))
    file = run["folder"] / "completions.jsonl"
    kept = whole_lines(file)
    done = {(row["id"], row["sample"]) for row in kept}
    encoding = Encoding(run["policy"], progress)
    requests = [r for r in as_requests(run, encoding, prompts) if (r["id"], r["sample"]) not in done]
    # Like lengths together, the longest first: memory runs out at once or not at all.
    requests.sort(key=lambda request: (-len(request["ids"]), request["id"], request["sample"]))
    lines, made, tokens = Lines(file, kept), 0, 0
    if backend == "vllm":
        from .vllm_generation import by_vllm as run_batches
    else:
        run_batches = by_transformers
    progress.report("loading the model")
    def drew(step):
        # The bar stands still within a batch, which may take minutes; the tokens do not.
        progress.report("generating", len(kept) + made, len(kept) + len(requests), f"token {step} of each")

    for completions in run_batches(run, requests, encoding, drew) if requests else ():
        for row in completions:
            lines.append(row)
        made += len(completions)
        tokens += sum(row["completionTokens"] for row in completions)
        progress.report("generating", len(kept) + made, len(kept) + len(requests))
    lines.sync()
    return {
        "completions": len(kept) + made, "completionsOfThisStart": made, "tokensOfThisStart": tokens,
        "backend": backend,
    }
