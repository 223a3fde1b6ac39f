"""`python -m bedside_trl run.json`: does what the file says, and ends with `result.json` beside it.

Exit codes: 0 done, 1 the run failed, 2 the input is wrong, 143 it was asked to end and goes on when started again.
"""
import json
import logging
import os
import sys
import warnings
from pathlib import Path

from .files import write_atomically
from .ownership import Replaced, is_own, require_own
from .problems import Stopped, describe, frames, say
from .processes import IS_FIRST, WORLD, Stop, end_with_torchrun, is_left_alone
from .progress import Progress
from .run_file import check_packages, read_run, versions

STOPPED = 143


def quieten():
    """Nothing goes out, and no library writes what may quote a record (TRL's warnings hold whole prompts)."""
    os.environ.update(
        HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TRANSFORMERS_OFFLINE="1", HF_DATASETS_OFFLINE="1",
        DO_NOT_TRACK="1", VLLM_NO_USAGE_STATS="1", TQDM_DISABLE="1", TOKENIZERS_PARALLELISM="false",
        TRL_EXPERIMENTAL_SILENCE="1",
        # In a TrainJob Trainer would send its metrics to the cluster's controller, `report_to` or not.
        DISABLE_KUBEFLOW_INTEGRATION="TRUE",
    )
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")


def choose_device(device):
    """Before torch is loaded: a single process must see one GPU at most, or Trainer would spread batches over all."""
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    elif WORLD == 1 and "RANK" not in os.environ:
        visible = os.environ.get("CUDA_VISIBLE_DEVICES")
        os.environ["CUDA_VISIBLE_DEVICES"] = "0" if visible is None else visible.split(",")[0]


def write_result(folder, result):
    """
    The first process to say something has the word: what the others report follows from its failure. Whoever was left
    alone has none: it fails since the others were ended before it.
    """
    file = folder / "result.json"
    if is_own(folder) and not file.exists() and not is_left_alone():
        write_atomically(file, json.dumps(result, indent=2, ensure_ascii=False) + "\n")


def exit_code(result):
    """0 when the run was finished, 2 when its input was wrong, 1 when it failed."""
    return 0 if result["ok"] else 2 if result["kind"] == "input" else 1


def texts_of(folder):
    """The texts of all records of the job, to compare messages with."""
    return [path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*.jsonl")
            if path.name != "progress.jsonl"]


def perform(run, progress):
    """The task of a run; returns the counts for result.json."""
    if run["task"] == "train":
        from .train import train as task
    elif run["task"] == "generate":
        from .generate import generate as task
    else:
        from .score import score as task
    return task(run, progress)


def fail(folder, error, doing):
    """Writes what went wrong; returns the exit code."""
    problem = describe(error, doing, texts_of(folder))
    if problem is not error:
        (folder / "traceback.txt").write_text(frames(error), encoding="utf-8")
    write_result(folder, problem.as_result())
    say(problem)
    return exit_code(problem.as_result())


def replaced():
    """Says that another job has the folder; returns the exit code. Nothing is written."""
    print("bedside_trl: the folder of this job belongs to another one now", file=sys.stderr, flush=True)
    return 2


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0]).resolve().parent
    if not is_own(folder):
        return replaced()
    if (folder / "result.json").exists():
        return exit_code(json.loads((folder / "result.json").read_text(encoding="utf-8")))
    end_with_torchrun()
    Stop.listen()
    quieten()
    progress = None
    try:
        run = read_run(arguments[0])
        choose_device(run["device"])
        progress = Progress(folder)
        progress.report("loading the libraries")
        check_packages(run["packages"])
        counts = perform(run, progress)
        require_own(folder)
        if IS_FIRST:
            write_result(folder, {"ok": True, "versions": versions(), "counts": counts})
            if run["task"] == "train":
                from .train import clean_up
                clean_up(run)
        return 0
    except Stopped:
        return STOPPED
    except Replaced:
        return replaced()
    except Exception as error:
        return fail(folder, error, progress.doing if progress else "reading the run")


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Not by way of Python's own end: threads of libraries that still wait must not hold up a run that is over.
    os._exit(code)
