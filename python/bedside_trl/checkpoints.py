"""Checkpoints of a run under way: which one it goes on from, and when one is whole."""
import os
import re
import shutil

from .problems import Problem
from .processes import IS_FIRST

# Written last: a checkpoint without it was being written when the run was killed. Holds how it is divided.
MARKER = "complete"


def division():
    """How the processes divide the state of a training, by the variables that Accelerate reads."""
    ways = {"ACCELERATE_USE_DEEPSPEED": "deepspeed", "ACCELERATE_USE_FSDP": "fsdp"}
    return next((way for name, way in ways.items() if os.environ.get(name) == "true"), "none")


def require_division(checkpoint):
    """Throws Problem for moments in another form than this run's: Trainer would begin new ones without a word."""
    found = (checkpoint / MARKER).read_text()
    if found and found != division():
        raise Problem(
            f"expected a checkpoint whose state is divided as now ({division()}), got one of another sharding ({found})",
            remedy="set trl.sharding back until this training is finished")


def step_of(folder):
    return int(re.fullmatch(r"checkpoint-(\d+)", folder.name).group(1))


def whole_checkpoints(training):
    """Folders of whole checkpoints, the oldest first."""
    found = [path for path in training.glob("checkpoint-*") if re.fullmatch(r"checkpoint-\d+", path.name)]
    return sorted((path for path in found if (path / MARKER).exists()), key=step_of)


def remove_broken(training):
    """Removes checkpoints that were being written, so that none is mistaken for a whole one."""
    whole = set(whole_checkpoints(training))
    for path in training.glob("checkpoint-*"):
        if path not in whole:
            shutil.rmtree(path, ignore_errors=True)


def flush_folder(folder):
    """Returns when the files of a folder would survive a power cut."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def mark_whole(folder, keep):
    """Marks a checkpoint that all processes have written, and removes all but the last `keep` whole ones."""
    if not IS_FIRST:
        return
    flush_folder(folder)
    (folder / MARKER).write_text(division())
    flush_folder(folder)
    for old in whole_checkpoints(folder.parent)[:-keep]:
        shutil.rmtree(old, ignore_errors=True)
