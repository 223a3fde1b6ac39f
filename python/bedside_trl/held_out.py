"""Held-out cases: looked at before the first step, on the way and after the last; `held-out.jsonl` has both ends."""
import json

import torch

from .files import as_lines, write_atomically
from .problems import Stopped
from .processes import IS_FIRST, Stop, total


class HeldOut:
    """Looks at the validation rows by a method's `evaluate`, and keeps what the cases came to at the start."""

    def __init__(self, method, rows, output, events, progress):
        self.method, self.rows, self.output = method, rows, output
        self.events, self.progress = events, progress
        self.trainer = None

    def check(self, done):
        """Between two batches: ends the run when any process was asked to."""
        self.progress.report("looking at the validation split", done, len(self.rows))
        if total([float(Stop.asked)], self.trainer.args.device)[0] > 0:
            raise Stopped

    def look(self):
        """Emits an evaluation and returns (loss, figure per case or None); None without a validation split."""
        if not self.rows:
            return None
        trainer = self.trainer
        trainer.model.eval()
        with torch.no_grad():
            figures, per_case = self.method.evaluate(trainer, self.rows, self.check)
        trainer.model.train()
        trainer._metrics["eval"].clear()
        self.events.emit({"type": "evaluation", "step": trainer.state.global_step, **figures})
        return figures["loss"], per_case

    @property
    def start_file(self):
        return self.output / "training" / "held-out-start.json"

    def look_at_start(self):
        """For a method with a figure per case; the others are looked at later only, as by the embedded engine."""
        if self.method.HAS_FIGURE and self.rows:
            _, per_case = self.look()
            if IS_FIRST:
                write_atomically(self.start_file, json.dumps(per_case))

    def finish(self):
        """Writes the lines; returns (validation loss, heldOut of TrainSummary)."""
        found = self.look()
        if found is None:
            return None, None
        loss, per_case = found
        if per_case is None or not self.start_file.exists():
            return loss, None
        before = json.loads(self.start_file.read_text(encoding="utf-8"))
        changes = [{"id": record, "start": before[record], "end": end} for record, end in per_case.items()
                   if record in before]
        if not changes:
            return loss, None
        if IS_FIRST:
            write_atomically(self.output / "held-out.jsonl", as_lines(changes))
        mean = {side: sum(change[side] for change in changes) / len(changes) for side in ("start", "end")}
        return loss, {"cases": len(changes), **mean}
