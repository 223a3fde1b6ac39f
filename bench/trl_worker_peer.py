"""Times the steps of one training by our worker and by a bare TRL script, in turns: python trl_worker_peer.py FOLDER

FOLDER is a job of the worker (run.json, train.jsonl, validation.jsonl). Both sides train on the same rows with the same
arguments in one process, each for a step while the other waits, so that both meet the same machine; the bare one logs
every tenth step, as TRL does when it is told nothing. A step lasts from its begin to the begin of the next one, so that
logging and events count. Prints one line of JSON: {worker, bare}, each with wallSeconds and cpuSeconds of every step.
"""
import json
import os
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
sys.path.insert(0, str(Path(__file__).parent.parent / "python"))

import torch
from datasets import Dataset
from transformers import TrainerCallback
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

from bedside_trl import __main__ as worker_main
from bedside_trl import train as worker_train


class Schedule:
    """Whose step is next: of every pair of steps one side begins, and of the next pair the other."""

    def __init__(self):
        self.changed, self.taken, self.is_over = threading.Condition(), 0, False

    def next_side(self):
        pair, second = divmod(self.taken, 2)
        return (pair + second) % 2

    def wait(self, side):
        with self.changed:
            self.changed.wait_for(lambda: self.is_over or self.next_side() == side)

    def hand_over(self, is_over=False):
        with self.changed:
            self.taken += 1
            self.is_over = self.is_over or is_over
            self.changed.notify_all()


class Turns(TrainerCallback):
    """Times the steps of a side, each when it is its turn. Who sees a batch first pays for its memory, so they take turns."""

    def __init__(self, schedule, side):
        self.schedule, self.side, self.begun, self.seconds = schedule, side, None, []

    def note(self):
        if self.begun:
            self.seconds.append((time.perf_counter() - self.begun[0], time.process_time() - self.begun[1]))

    def on_step_begin(self, args, state, control, **kwargs):
        self.note()
        if self.begun:
            self.schedule.hand_over()
        self.schedule.wait(self.side)
        self.begun = time.perf_counter(), time.process_time()

    def on_train_end(self, args, state, control, **kwargs):
        self.note()
        # The other one need not wait again.
        self.schedule.hand_over(is_over=True)

    def result(self):
        return {name: [pair[i] for pair in self.seconds] for i, name in enumerate(("wallSeconds", "cpuSeconds"))}


def worker(folder, turns, start_other):
    """`start_other` is called when the worker has its trainer: a config that is made later resets what both share."""
    make = worker_train.make_trainer

    def with_turns(*args):
        trainer = make(*args)
        trainer.add_callback(turns)
        start_other()
        return trainer

    worker_train.make_trainer = with_turns
    # The rows of the bench have made-up reference log-probabilities.
    worker_train.dpo.expected_first_loss = lambda *_: None
    if worker_main.main([str(folder / "run.json")]) != 0:
        os._exit(1)


def characters(completions, **kwargs):
    """The reward that the server of bench/trl-worker.ts gives."""
    return [float(len(completion[0]["content"])) for completion in completions]


BARE = {"sft": (SFTConfig, SFTTrainer), "dpo": (DPOConfig, DPOTrainer), "grpo": (GRPOConfig, GRPOTrainer)}
COLUMNS = {"sft": ("prompt", "completion"), "dpo": ("prompt", "chosen", "rejected"), "grpo": ("prompt",)}


def bare_trainer(folder, scratch, turns):
    run = json.loads((folder / "run.json").read_text())
    method = run["method"]
    config, trainer = BARE[method]
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    rewards = {"reward_funcs": characters} if method == "grpo" else {}
    return trainer(
        model=str(folder / run["policy"]), callbacks=[turns], **rewards,
        train_dataset=Dataset.from_list([{column: row[column] for column in COLUMNS[method]} for row in rows]),
        args=config(**{
            **run["arguments"], "output_dir": scratch, "use_cpu": True, "bf16": False, "seed": run["seed"],
            "save_strategy": "no", "report_to": "none", "disable_tqdm": True,
        }),
    )


def guarded(task):
    """Ends the process when the side in the other thread fails, for which this one would wait."""
    try:
        task()
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def main(folder):
    torch.set_num_threads(2)
    schedule = Schedule()
    worker_turns, bare_turns = Turns(schedule, 0), Turns(schedule, 1)
    with tempfile.TemporaryDirectory() as scratch:
        threads = []

        def start_bare():
            trainer = bare_trainer(folder, scratch, bare_turns)
            threads.append(threading.Thread(target=guarded, args=[trainer.train]))
            threads[0].start()

        # The worker has the main thread, where alone signals can be listened to.
        worker(folder, worker_turns, start_bare)
        threads[0].join()
    return {"worker": worker_turns.result(), "bare": bare_turns.result()}


if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(json.dumps(main(Path(sys.argv[1]))), file=answer, flush=True)
