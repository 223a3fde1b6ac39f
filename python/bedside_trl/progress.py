"""`progress.jsonl`: what the worker does, for the progress bar. The first process writes, at most twice a second."""
import json
import time

from .ownership import require_own
from .processes import IS_FIRST

SECONDS_BETWEEN_LINES = 0.5


class Progress:
    """Opened once a run; the file begins anew with it."""

    def __init__(self, folder):
        self.folder = folder
        self.out = open(folder / "progress.jsonl", "w", encoding="utf-8") if IS_FIRST else None
        self.doing, self.written_at = "starting", 0.0

    def report(self, doing, done=0, of=0, note=""):
        """
        `of` is 0 when it is not known; `note` says more of what is under way. The first and the last line of what is done are always written. Throws Replaced
        when the folder is another job's by now.
        """
        is_time = time.monotonic() - self.written_at >= SECONDS_BETWEEN_LINES
        is_due = is_time or doing != self.doing or (of and done >= of)
        self.doing = doing
        if self.out is None or not is_due:
            return
        require_own(self.folder)
        line = {"doing": doing, "done": done, "of": of} | ({"note": note} if note else {})
        self.out.write(json.dumps(line) + "\n")
        self.out.flush()
        self.written_at = time.monotonic()
