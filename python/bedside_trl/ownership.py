"""Whether the folder of a job is still this job's: a run of other work may have taken the place while it went on."""
import os

from .processes import IS_FIRST

# Written by whoever starts a job, who also tells the job what is in it.
FILE = "job-key"
VARIABLE = "BEDSIDE_JOB_KEY"


class Replaced(Exception):
    """Another job has the folder: this one must write nothing more."""


def is_own(folder):
    """False when the folder is gone or holds the key of another job; true where nobody gave this one a key."""
    expected = os.environ.get(VARIABLE)
    if expected is None:
        return True
    try:
        return (folder / FILE).read_text(encoding="utf-8").strip() == expected
    except FileNotFoundError:
        return False
    except OSError:
        # A network disk that stumbles says nothing about whose folder it is.
        return True


def require_own(folder):
    """Throws Replaced in the first process, the one that writes; torchrun then ends the others."""
    if IS_FIRST and not is_own(folder):
        raise Replaced("the folder of this job belongs to another one now")
