"""Checkpoints of a run under way: which one it goes on from, and when one is whole."""
import os
import re
import shutil

from .processes import IS_FIRST

# Written last: a checkpoint without it was being written when the run was killed.
MARKER = "complete"


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
    (folder / MARKER).write_text("")
    flush_folder(folder)
    for old in whole_checkpoints(folder.parent)[:-keep]:
        shutil.rmtree(old, ignore_errors=True)
