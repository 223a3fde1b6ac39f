"""Completions of prompts by vLLM's offline engine, on a GPU. Not run by our tests: they have no GPU.

vLLM batches as it likes, and each completion has a seed of its own; its arithmetic depends on the company of a row, so
a completion may differ between runs where two tokens are about as likely.
"""
import hashlib

from .generate import completion, end_tokens
from .problems import Stopped
from .processes import Stop

# Prompts handed over at once: enough to keep the device busy, and few enough to lose when the run is stopped.
CHUNK = 256


def seed_of(seed, record, sample):
    """A seed of 31 bits for a completion."""
    digest = hashlib.sha256(f"{seed}\0{record}\0{sample}".encode("utf-8")).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


def by_vllm(run, requests, encoding, _drew):
    """Yields an empty list when the model is there, then lists of completions, one a chunk; its tokens are not counted on the way."""
    from transformers import AutoConfig, GenerationConfig
    from types import SimpleNamespace
    from vllm import LLM, SamplingParams

    settings, policy = run["settings"], str(run["policy"])
    try:
        generation = GenerationConfig.from_pretrained(policy)
    except OSError:
        generation = None
    ends = end_tokens(
        SimpleNamespace(config=AutoConfig.from_pretrained(policy), generation_config=generation), encoding.tokenizer)
    # `generation_config="vllm"`: nothing is taken from the checkpoint's own sampling settings.
    llm = LLM(model=policy, dtype=run["precision"], seed=run["seed"] % 2**32, generation_config="vllm",
              max_model_len=encoding.context, disable_log_stats=True)
    yield []
    for start in range(0, len(requests), CHUNK):
        if Stop.asked:
            raise Stopped
        batch = requests[start:start + CHUNK]
        parameters = [
            SamplingParams(
                n=1, temperature=settings["temperature"], top_p=settings["topP"], top_k=0, min_p=0.0,
                repetition_penalty=1.0, max_tokens=request["room"], stop_token_ids=ends, skip_special_tokens=True,
                seed=seed_of(settings["seed"], request["id"], request["sample"]))
            for request in batch
        ]
        outputs = llm.generate(
            [{"prompt_token_ids": request["ids"]} for request in batch], parameters, use_tqdm=False)
        yield [
            completion(request, list(output.outputs[0].token_ids), ends, encoding.tokenizer)
            for request, output in zip(batch, outputs, strict=True)
        ]
