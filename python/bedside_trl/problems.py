"""What may go wrong, as one line for the user; the text of a record never gets into it."""
import re
import sys
import traceback

LONGEST_MESSAGE = 200


class Problem(Exception):
    """A mistake that has a remedy. `kind`: `input` (the files or settings are wrong) or `study` (the run failed)."""

    def __init__(self, problem, kind="study", record=None, remedy=None):
        super().__init__(problem)
        self.problem, self.kind, self.record, self.remedy = problem, kind, record, remedy

    def as_result(self):
        return {"ok": False, "kind": self.kind, "problem": self.problem, "record": self.record, "remedy": self.remedy}


def input_problem(problem, record=None, remedy=None):
    """A Problem whose cause is the input or the settings."""
    return Problem(problem, "input", record, remedy)


class Stopped(Exception):
    """The run was asked to end: it saved what it could, and goes on when it is started again."""


def telling(text):
    """
    What in a text could tell of a person: words of four letters or digits and more, short capitalised words (Li, Kim),
    and pairs of neighbours in scripts without spaces.
    """
    words = re.findall(r"[^\W_]{4,}", text.casefold())
    names = re.findall(r"\b[A-Z][a-z]{1,2}\b", text)
    dense = re.findall(r"[^\x00-\u024f]{2,}", text)
    return {*words, *names, *(run[i:i + 2] for run in dense for i in range(len(run) - 1))}


def shares_text(message, texts):
    """Whether a message could hold text of a record; it errs on the safe side."""
    own = telling(message)
    return any(not own.isdisjoint(telling(text)) for text in texts) if own else False


def short_message(error, texts):
    """The first line of what an error says, without what it quotes; empty when it may hold text of a record."""
    lines = str(error).strip().splitlines()
    message = re.sub(r"(['\"`])(?:(?!\1).){20,}\1", "...", lines[0] if lines else "")[:LONGEST_MESSAGE]
    return "" if shares_text(message, texts) else message


def is_out_of_memory(error):
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError" or (
        isinstance(error, RuntimeError) and re.search(r"out of memory|can't allocate memory", str(error)) is not None
    )


def describe(error, doing, texts):
    """Any exception as a Problem. `doing`: what the worker did; `texts`: of the records that it had read."""
    if isinstance(error, Problem):
        return error
    if is_out_of_memory(error):
        return Problem(
            f"expected enough memory for {doing}, got none left",
            remedy="use a smaller batch, gradient checkpointing, LoRA or a larger device",
        )
    if isinstance(error, FileNotFoundError) and error.filename:
        return input_problem(f"expected the file {error.filename}, got none")
    frame = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    # The last two parts of the path: which module it is, and nothing of the machine.
    place = f" at {'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}" if frame else ""
    message = short_message(error, texts)
    return Problem(
        f"{doing}: {type(error).__name__}{f': {message}' if message else ''}{place}",
        remedy="see traceback.txt in the job's folder",
    )


def frames(error):
    """Where an error and its causes were raised: files, lines and functions; no message, for it may quote a record."""
    parts = []
    while error is not None:
        parts.append(f"{type(error).__name__}\n" + "".join(traceback.format_tb(error.__traceback__)))
        error = error.__cause__ or error.__context__
    return "\nraised after\n".join(parts)


def say(problem):
    """The line on the standard error, for the log of the job."""
    record = f" (record {problem.record})" if problem.record else ""
    remedy = f"; {problem.remedy}" if problem.remedy else ""
    print(f"bedside_trl: {problem.problem}{record}{remedy}", file=sys.stderr, flush=True)
