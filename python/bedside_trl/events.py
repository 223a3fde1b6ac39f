"""`events.jsonl`: TrainEvent of src/engines/engine.ts, a line a step, in step with the checkpoint to go on from."""
import math

from .files import Lines, whole_lines
from .processes import IS_FIRST


def finite(value):
    """A number that JSON can hold, or None."""
    return None if value is None or not math.isfinite(value) else float(value)


def kept_events(file, step):
    """The events up to the checkpoint of `step`: those after it are made again."""
    return [event for event in whole_lines(file) if step > 0 and event["step"] <= step]


class Events:
    """The open log; only the first process writes to it, and for the others `emit` and `sync` do nothing."""

    def __init__(self, file, step):
        self.file = file
        self.lines = Lines(file, kept_events(file, step)) if IS_FIRST else None

    def emit(self, event):
        # A run that was cut off after its last look looks once more, at the same.
        if self.lines and not (event["type"] == "evaluation" and self.has_evaluation(event["step"])):
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
