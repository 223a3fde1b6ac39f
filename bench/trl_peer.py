"""The same training by TRL, for `npm run bench:train` to compare with: python bench/trl_peer.py METHOD FOLDER

METHOD is sft, dpo, grpo or generate (the rollout alone, by Transformers). FOLDER holds
  checkpoint/                    a Hugging Face checkpoint
  settings.json                  threads, warmupSteps, steps, batchSize, gradientAccumulation, learningRate, beta,
                                 generations, maxNewTokens, temperature, promptsPerStep, forceLength
  train.jsonl, pairs.jsonl       rows {record_id, prompt, completion} and {record_id, prompt, chosen, rejected}
Writes one line of JSON to the standard output, and everything else to the standard error:
  method, stepSeconds (of each step after the warm-up), tokens (of each: prompts and completions without padding; for
  generate the new ones), completionTokens (grpo: mean length of each step's completions), peakRssMiB, versions
"""
import json
import os
import resource
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

# Before the imports below: TRL's trainers report to its makers otherwise.
os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import torch
import transformers
import trl
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

GENERATE_PROMPTS = 64


def read_rows(file, columns, count):
    """Exactly `count` rows, from the start again after the last: every step has a full batch."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return Dataset.from_list([{column: row[column] for column in columns} for row in islice(cycle(rows), count)])


class StepTimer(TrainerCallback):
    """Times each optimizer step: its forward and backward passes, for GRPO its rollout too, and the update."""

    def __init__(self, warmup_steps, tokens_seen):
        self.warmup_steps, self.tokens_seen = warmup_steps, tokens_seen
        self.seconds, self.tokens, self.completion_tokens = [], [], []

    def on_step_begin(self, args, state, control, **kwargs):
        self.tokens_before = self.tokens_seen(self.trainer)
        self.start = time.perf_counter()

    def on_step_end(self, args, state, control, **kwargs):
        seconds = time.perf_counter() - self.start
        print(f"step {state.global_step}: {seconds:.3f} s", file=sys.stderr)
        if state.global_step <= self.warmup_steps:
            return
        self.seconds.append(seconds)
        self.tokens.append(int(self.tokens_seen(self.trainer) - self.tokens_before))
        lengths = self.trainer._metrics["train"].get("completions/mean_length")
        if lengths:
            self.completion_tokens.append(lengths[-1])


def common(settings, scratch):
    """What SFT, DPO and GRPO share; neither logging nor saving takes time from the steps."""
    return {
        "output_dir": scratch, "bf16": False, "gradient_checkpointing": False, "use_cpu": True,
        "max_steps": settings["warmupSteps"] + settings["steps"], "learning_rate": settings["learningRate"],
        "per_device_train_batch_size": settings["batchSize"], "train_sampling_strategy": "sequential",
        "optim": "adamw_torch_fused", "save_strategy": "no", "report_to": "none", "logging_strategy": "no",
        "disable_tqdm": True,
    }


def rows_needed(settings):
    steps = settings["warmupSteps"] + settings["steps"]
    return steps * settings["batchSize"] * settings["gradientAccumulation"]


def context_length(folder):
    return transformers.AutoConfig.from_pretrained(folder / "checkpoint").max_position_embeddings


def sft_trainer(folder, settings, scratch, timer):
    return SFTTrainer(
        model=str(folder / "checkpoint"), callbacks=[timer],
        train_dataset=read_rows(folder / "train.jsonl", ["prompt", "completion"], rows_needed(settings)),
        args=SFTConfig(
            gradient_accumulation_steps=settings["gradientAccumulation"], completion_only_loss=True,
            # Faster here than "nll": prompts do not reach the output projection.
            loss_type="chunked_nll", max_length=context_length(folder), **common(settings, scratch),
        ),
    )


def dpo_trainer(folder, settings, scratch, timer):
    """The reference's log-probabilities are computed before the first step, which makes the steps faster."""
    return DPOTrainer(
        model=str(folder / "checkpoint"), callbacks=[timer],
        train_dataset=read_rows(folder / "pairs.jsonl", ["prompt", "chosen", "rejected"], rows_needed(settings)),
        args=DPOConfig(
            gradient_accumulation_steps=settings["gradientAccumulation"], loss_type=["sigmoid"],
            beta=settings["beta"], precompute_ref_log_probs=True, max_length=context_length(folder),
            **common(settings, scratch),
        ),
    )


def characters(completions, **kwargs):
    """A reward that costs nothing."""
    return [float(len(completion[0]["content"])) for completion in completions]


def grpo_trainer(folder, settings, scratch, timer):
    """One rollout a step, all of its completions in one batch; no reference model."""
    steps = settings["warmupSteps"] + settings["steps"]
    completions = settings["promptsPerStep"] * settings["generations"]
    if completions % settings["batchSize"] != 0:
        sys.exit(f"expected promptsPerStep x generations to be a multiple of batchSize, got {completions}")
    is_forced = settings.get("forceLength", False)
    return GRPOTrainer(
        model=str(folder / "checkpoint"), reward_funcs=characters, callbacks=[timer],
        train_dataset=read_rows(folder / "train.jsonl", ["prompt"], steps * settings["promptsPerStep"]),
        args=GRPOConfig(
            gradient_accumulation_steps=completions // settings["batchSize"], per_device_eval_batch_size=completions,
            num_generations=settings["generations"], max_completion_length=settings["maxNewTokens"],
            temperature=settings["temperature"], beta=0.0, loss_type="dapo", scale_rewards="group",
            shuffle_dataset=False, log_completions=False,
            generation_kwargs={"min_new_tokens": settings["maxNewTokens"]} if is_forced else None,
            **common(settings, scratch),
        ),
    )


# By method: how to make the trainer, and its own count of the tokens that it has met.
METHODS = {
    "sft": (sft_trainer, lambda trainer: trainer._total_train_tokens),
    "dpo": (dpo_trainer, lambda trainer: trainer._total_train_tokens),
    "grpo": (grpo_trainer, lambda trainer: trainer.state.num_input_tokens_seen),
}


def train(method, folder, settings):
    make_trainer, tokens_seen = METHODS[method]
    timer = StepTimer(settings["warmupSteps"], tokens_seen)
    with tempfile.TemporaryDirectory() as scratch:
        timer.trainer = make_trainer(folder, settings, scratch, timer)
        timer.trainer.train()
    result = {"stepSeconds": timer.seconds, "tokens": timer.tokens}
    return {**result, "completionTokens": timer.completion_tokens} if method == "grpo" else result


def generate(folder, settings):
    """Each step samples one completion of full length for each of the first prompts, in one batch."""
    model = AutoModelForCausalLM.from_pretrained(folder / "checkpoint", dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder / "checkpoint", padding_side="left")
    prompts = read_rows(folder / "train.jsonl", ["prompt"], GENERATE_PROMPTS)["prompt"]
    inputs = tokenizer.apply_chat_template(
        list(prompts), add_generation_prompt=True, padding=True, return_dict=True, return_tensors="pt")
    new_tokens = settings["maxNewTokens"]
    seconds = []
    for _ in range(settings["warmupSteps"] + settings["steps"]):
        start = time.perf_counter()
        model.generate(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], do_sample=True, top_k=0, top_p=1.0,
            temperature=settings["temperature"], max_new_tokens=new_tokens, min_new_tokens=new_tokens,
        )
        seconds.append(time.perf_counter() - start)
    return {
        "stepSeconds": seconds[settings["warmupSteps"]:],
        "tokens": [GENERATE_PROMPTS * new_tokens] * settings["steps"],
    }


def main(method, folder):
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    torch.set_num_threads(settings["threads"])
    result = generate(folder, settings) if method == "generate" else train(method, folder, settings)
    return {
        "method": method, **result,
        "peakRssMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": {module.__name__: module.__version__ for module in (torch, transformers, trl)},
    }


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in (*METHODS, "generate"):
        sys.exit(__doc__)
    # Libraries print as they like; the real standard output is kept for the one line.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))), file=answer, flush=True)
