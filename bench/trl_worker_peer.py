"""Times the steps of one training run, by our worker or by a bare TRL script: python trl_worker_peer.py SIDE FOLDER

SIDE is worker or bare; FOLDER is a job of the worker (run.json, train.jsonl, validation.jsonl). Both sides train on the
same rows with the same arguments; the bare one logs every tenth step, as TRL does when it is told nothing. A step lasts
from its begin to the begin of the next one, so that logging and events count. Prints one line of JSON: wallSeconds and
cpuSeconds of each step after the first WARMUP.
"""
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
sys.path.insert(0, str(Path(__file__).parent.parent / "python"))

WARMUP = 3

import torch
from datasets import Dataset
from transformers import TrainerCallback
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from bedside_trl import __main__ as worker_main
from bedside_trl import train as worker_train


class Timer(TrainerCallback):
    """Moments at which steps begin, and at which training ends."""

    def __init__(self):
        self.marks = []

    def mark(self, *args, **kwargs):
        self.marks.append((time.perf_counter(), time.process_time()))

    on_step_begin = on_train_end = mark

    def seconds(self):
        pairs = list(zip(self.marks, self.marks[1:], strict=False))[WARMUP:]
        return {name: [b[i] - a[i] for a, b in pairs] for i, name in enumerate(("wallSeconds", "cpuSeconds"))}


def worker(folder, timer):
    make = worker_train.make_trainer

    def with_timer(*args):
        trainer = make(*args)
        trainer.add_callback(timer)
        return trainer

    worker_train.make_trainer = with_timer
    # The rows of the bench have made-up reference log-probabilities.
    worker_train.dpo.expected_first_loss = lambda *_: None
    code = worker_main.main([str(folder / "run.json")])
    if code != 0:
        sys.exit(f"the worker ended with {code}: {(folder / 'result.json').read_text()}")


def characters(completions, **kwargs):
    """The reward that the server of bench/trl-worker.ts gives."""
    return [float(len(completion[0]["content"])) for completion in completions]


BARE = {"sft": (SFTConfig, SFTTrainer), "dpo": (DPOConfig, DPOTrainer), "grpo": (GRPOConfig, GRPOTrainer)}
COLUMNS = {"sft": ("prompt", "completion"), "dpo": ("prompt", "chosen", "rejected"), "grpo": ("prompt",)}


def bare(folder, timer):
    run = json.loads((folder / "run.json").read_text())
    method = run["method"]
    config, trainer = BARE[method]
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as scratch:
        rewards = {"reward_funcs": characters} if method == "grpo" else {}
        trainer(
            model=str(folder / run["policy"]), callbacks=[timer], **rewards,
            train_dataset=Dataset.from_list([{column: row[column] for column in COLUMNS[method]} for row in rows]),
            args=config(**{
                **run["arguments"], "output_dir": scratch, "use_cpu": True, "bf16": False, "seed": run["seed"],
                "save_strategy": "no", "report_to": "none", "disable_tqdm": True,
            }),
        ).train()


if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    torch.set_num_threads(2)
    clock = Timer()
    {"worker": worker, "bare": bare}[sys.argv[1]](Path(sys.argv[2]), clock)
    print(json.dumps(clock.seconds()), file=answer, flush=True)
