"""`events.jsonl`: TrainEvent of src/engines/engine.ts, a line a step, in step with the checkpoint that a run goes on from."""
import math

from .files import Lines, whole_lines
from .processes import IS_FIRST


def finite(value):
    """A number that JSON can hold, or None."""
    return None if value is None or not math.isfinite(value) else float(value)


def kept_events(file, step, last):
    """The events up to the checkpoint of `step`; the evaluation after the last step comes after its checkpoint."""
    return [
        event for event in whole_lines(file)
        if step > 0 and event["step"] <= step and not (event["type"] == "evaluation" and event["step"] == last)
    ]


class Events:
    """The open log; only the first process has one, and for the others every function does nothing."""

    def __init__(self, file, step, last):
        kept = kept_events(file, step, last) if IS_FIRST else []
        self.file = file
        self.lines = Lines(file, kept) if IS_FIRST else None

    def emit(self, event):
        if self.lines:
            self.lines.append(event)

    def sync(self):
        if self.lines:
            self.lines.sync()

    def has_evaluation(self, step):
        """Whether an evaluation of this step is in the log; the same in every process."""
        return any(event["type"] == "evaluation" and event["step"] == step for event in whole_lines(self.file))

    def steps(self):
        """The events of the steps so far."""
        return [event for event in whole_lines(self.file) if event["type"] == "step"]
