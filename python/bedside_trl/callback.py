"""Follows Trainer: writes events and progress, and says when it saves, evaluates and ends."""
import math
from pathlib import Path

from transformers import TrainerCallback

from .checkpoints import mark_whole
from .ownership import require_own
from .problems import Problem
from .processes import Stop, total


class Following(TrainerCallback):
    """
    `boundary`: optimiser steps between places from which a run can go on. `expected_first_loss`: (loss, tolerance), or
    None. `trainer` and `held_out` are set before training; after it, `is_stopped` says whether it was asked to end.
    """

    def __init__(self, run, events, progress, boundary, keep, expected_first_loss):
        self.run, self.events, self.progress = run, events, progress
        self.boundary, self.keep, self.expected_first_loss = boundary, keep, expected_first_loss
        self.trainer = self.held_out = None
        self.epoch, self.counts, self.is_stopped, self.saved_at = 0, (0, 0), False, None

    def on_train_begin(self, args, state, control, **kwargs):
        # The model is where it trains: the first look, or one that was cut off.
        step, every = state.global_step, self.run["evaluateEvery"]
        self.saved_at = step
        if step == 0:
            self.held_out.look_at_start()
        elif every > 0 and step % every == 0 and step < state.max_steps and not self.events.has_evaluation(step):
            self.held_out.look()

    def on_epoch_begin(self, args, state, control, **kwargs):
        # A run that goes on in the middle of an epoch has a fraction here.
        self.epoch = math.floor(round(state.epoch or 0, 6))
        self.progress.report("training", state.global_step, state.max_steps)

    def on_step_end(self, args, state, control, **kwargs):
        *counts, asked = total([*self.trainer.take_counts(), float(Stop.asked)], args.device)
        self.counts = [int(count) for count in counts]
        every, step = self.run["evaluateEvery"], state.global_step
        control.should_evaluate = every > 0 and step % every == 0 and step < state.max_steps
        is_safe = step % self.boundary == 0
        control.should_save = is_safe and (control.should_save or asked > 0) or step >= state.max_steps
        if asked > 0 and is_safe:
            self.is_stopped = control.should_training_stop = True

    def on_log(self, args, state, control, logs=None, **kwargs):
        if "loss" not in logs:
            return
        loss, norm, step = logs["loss"], logs.get("grad_norm", 0.0), state.global_step
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise Problem(
                f"training {self.run['method']}, step {step}: expected a loss, got one that is not a number",
                remedy="lower the learning rate")
        if step == 1 and self.expected_first_loss is not None:
            self.check_first_loss(loss)
        self.events.emit({
            "type": "step", "step": step, "epoch": self.epoch, "loss": loss, "learningRate": logs["learning_rate"],
            "gradNorm": norm, "lossTokens": self.counts[0], "tokens": self.counts[1],
            **self.trainer.metrics_of_step(logs),
        })
        self.progress.report("training", step, state.max_steps)

    def check_first_loss(self, loss):
        expected, tolerance = self.expected_first_loss
        if abs(loss - expected) > tolerance:
            raise Problem(
                f"expected a first loss of {expected:.6f}, got {loss:.6f}",
                remedy="the reference log-probabilities come from other weights, another chat template or another "
                "precision; remove their folder and run again")

    def save_if_safe(self):
        """Saves when a run could go on from here and there is something new; every process must call it."""
        trainer, step = self.trainer, self.trainer.state.global_step
        if step > 0 and step % self.boundary == 0 and self.saved_at != step:
            trainer._save_checkpoint(trainer.model, None)
            self.on_save(trainer.args, trainer.state, trainer.control)

    def on_save(self, args, state, control, **kwargs):
        self.trainer.accelerator.wait_for_everyone()
        require_own(self.run["folder"])
        # The log first: after a power cut it must not lack steps that the checkpoint has.
        self.events.sync()
        mark_whole(Path(args.output_dir) / f"checkpoint-{state.global_step}", self.keep)
        self.saved_at = state.global_step
        self.trainer.accelerator.wait_for_everyone()
