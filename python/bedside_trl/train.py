"""A training run, from the rows to the folder of the policy that results."""
import resource
import shutil
import time
from types import SimpleNamespace

import torch
from transformers import set_seed
from transformers.trainer_callback import PrinterCallback

from . import dpo, grpo, sft
from .arguments import make_config, set_here, steps_between_generations
from .callback import Following
from .checkpoints import remove_broken, require_division, step_of, whole_checkpoints
from .encoding import Encoding
from .events import Events
from .held_out import HeldOut
from .lora import keep_adapter, lora_config, save_merged
from .policy_folder import count_parameters, write_policy
from .problems import Stopped, input_problem
from .processes import IS_FIRST

METHODS = {"lm": sft, "sft": sft, "dpo": dpo, "grpo": grpo}


def read_material(run, method, progress):
    """The encoded rows of both files, and the tokenizer."""
    encoding = Encoding(run["policy"], progress, run["arguments"].get("max_length"))
    rows = method.encode(run, encoding, "train.jsonl")
    if not rows:
        raise input_problem("train.jsonl: expected at least one record, got none")
    return rows, method.encode(run, encoding, "validation.jsonl"), encoding.tokenizer


def saved_step(training):
    """The last whole checkpoint, or None; what was being written when the run was killed is removed."""
    if IS_FIRST:
        remove_broken(training)
    found = whole_checkpoints(training)
    if not found:
        return None
    require_division(found[-1])
    return found[-1]


def make_trainer(run, method, config, material, follow):
    """The method's trainer with our callback alone: nothing is printed."""
    rows, tokenizer = material
    # TRL draws the first values of an adapter before Trainer sets the seed.
    set_seed(config.seed)
    shared = {"processing_class": tokenizer, "peft_config": lora_config(run["lora"]), "callbacks": [follow]}
    trainer = method.make_trainer(run, config, rows, shared)
    trainer.remove_callback(PrinterCallback)
    trainer.follow, follow.trainer = follow, trainer
    return trainer


def save_policy(run, trainer, output):
    """Writes the checkpoint; every process must call it, since the weights may be spread over them."""
    final = output / "training" / "final"
    if trainer.is_fsdp_enabled:
        # In shards, as checkpoints may be, Trainer would save no model here.
        trainer.accelerator.state.fsdp_plugin.set_state_dict_type("FULL_STATE_DICT")
    trainer.save_model(str(final))
    if IS_FIRST:
        weights = final
        if run["lora"]:
            weights = output / "training" / "merged"
            dtype = trainer.model.get_base_model().dtype
            save_merged(run["policy"], final, weights, dtype)
            keep_adapter(final, output / "adapter", run["policy"])
        write_policy(weights, run["policy"], output)
    trainer.accelerator.wait_for_everyone()


def peak_memory():
    """Bytes: of the device where there is one, else of this process; and of this process anyway."""
    host = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "peakMemoryBytes": torch.cuda.max_memory_allocated() if torch.cuda.is_available() else host,
        "peakHostBytes": host,
    }


def prepare(run, progress):
    """Everything before the first step."""
    method = METHODS[run["method"]]
    output = run["folder"] / run["output"]
    training = output / "training"
    training.mkdir(parents=True, exist_ok=True)
    has_gpu = run["device"] == "auto" and torch.cuda.is_available()
    set_by_worker = set_here(run, has_gpu, training)
    config = make_config(method.CONFIG, run, set_by_worker)
    rows, validation, tokenizer = read_material(run, method, progress)
    progress.report("loading the model")
    checkpoint = saved_step(training)
    step = step_of(checkpoint) if checkpoint else 0
    events = Events(output / "events.jsonl", step)
    boundary = steps_between_generations(config) if method is grpo else 1
    expected = dpo.expected_first_loss(run, config, rows) if method is dpo else None
    follow = Following(run, events, progress, boundary, run["arguments"]["save_total_limit"] or 2, expected)
    trainer = make_trainer(run, method, config, (rows, tokenizer), follow)
    follow.held_out = HeldOut(method, validation, output, events, progress)
    follow.held_out.trainer, trainer.look = trainer, follow.held_out.look
    return SimpleNamespace(
        output=output, training=training, checkpoint=checkpoint, events=events, follow=follow, trainer=trainer,
        held_out=follow.held_out, set_by_worker=set_by_worker)


def train(run, progress):
    """Trains, saves the policy, and returns counts: TrainSummary, and what else the manifest shows."""
    job = prepare(run, progress)
    began, first_step = time.monotonic(), step_of(job.checkpoint) if job.checkpoint else 0
    job.trainer.train(resume_from_checkpoint=str(job.checkpoint) if job.checkpoint else None)
    seconds = time.monotonic() - began
    if job.follow.is_stopped:
        raise Stopped
    validation_loss, held_out = job.held_out.finish()
    progress.report("saving the policy")
    save_policy(run, job.trainer, job.output)
    steps = job.events.steps() if IS_FIRST else []
    return {
        "steps": job.trainer.state.global_step, "parameters": count_parameters(job.output) if IS_FIRST else None,
        "tokens": sum(event["tokens"] for event in steps), "finalLoss": steps[-1]["loss"] if steps else None,
        "validationLoss": validation_loss, "heldOut": held_out,
        "argumentsSetByWorker": {key: value for key, value in job.set_by_worker.items() if key != "output_dir"},
        "stepsOfThisStart": job.trainer.state.global_step - first_step, "secondsOfThisStart": seconds,
        **peak_memory(),
    }


def clean_up(run):
    """Removes the state that a finished run no longer needs."""
    shutil.rmtree(run["folder"] / run["output"] / "training", ignore_errors=True)
