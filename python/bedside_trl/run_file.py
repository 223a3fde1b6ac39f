"""`run.json`: read, checked for its form, and for the packages that it asks for.

The contract is src/engines/trl/run-file.ts; a field that is missing or of another form is an error that names it.
"""
import importlib.metadata
import json
import platform
from pathlib import Path

from .problems import input_problem

VERSION = 1
# The fields of each task beside those of all.
SHARED = {"version": int, "packages": dict, "policy": str, "device": str, "precision": str, "seed": int, "task": str}
TASKS = {
    "train": {"method": str, "output": str, "arguments": dict, "lora": (dict, type(None)), "evaluateEvery": int,
              "rewards": (dict, type(None))},
    "generate": {"settings": dict, "backend": str, "batchSize": int},
    "score": {"batchSize": int},
}
CHOICES = {
    "device": ("auto", "cpu"), "precision": ("float32", "bfloat16"), "method": ("lm", "sft", "dpo", "grpo"),
    "backend": ("auto", "transformers", "vllm"), "task": tuple(TASKS),
}
# Recorded in result.json beside the packages that the run asks for.
RECORDED = ("trl", "torch", "transformers", "accelerate", "peft", "datasets", "tokenizers", "safetensors", "deepspeed",
            "vllm")


def check_fields(run, fields):
    for name, kind in fields.items():
        if name not in run:
            raise input_problem(f"run.json: expected a value for {name}, got none")
        if not isinstance(run[name], kind) or (kind is int and isinstance(run[name], bool)):
            raise input_problem(f"run.json: expected {name} of another type, got {type(run[name]).__name__}")
        if name in CHOICES and run[name] not in CHOICES[name]:
            raise input_problem(f"run.json: expected {name} to be one of {', '.join(CHOICES[name])}, got {run[name]}")


def read_run(file):
    """The run, with `folder` = the folder of the file and `policy` made a path; it throws Problem on another form."""
    file = Path(file)
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise input_problem(f"expected the file {file.name}, got none") from None
    except json.JSONDecodeError:
        raise input_problem(f"{file.name}: expected JSON, got something else") from None
    if not isinstance(run, dict) or run.get("version") != VERSION:
        got = run.get("version") if isinstance(run, dict) else type(run).__name__
        raise input_problem(
            f"run.json: expected version {VERSION}, got {got}", remedy="use the worker of the same Bedside")
    check_fields(run, SHARED)
    check_fields(run, TASKS[run["task"]])
    run["folder"] = file.resolve().parent
    run["policy"] = run["folder"] / run["policy"]
    if not (run["policy"] / "config.json").exists():
        raise input_problem(f"run.json: expected a checkpoint as policy, got none in {run['policy']}")
    return run


def installed(name):
    """The version of a package without what follows a plus sign (such as +cpu), or None."""
    try:
        return importlib.metadata.version(name).split("+")[0]
    except importlib.metadata.PackageNotFoundError:
        return None


def check_packages(packages):
    """Throws Problem naming the first package that is another version than the run was made for."""
    for name, version in packages.items():
        found = installed(name)
        if found != version.split("+")[0]:
            raise input_problem(
                f"expected {name} {version}, got {found or 'none'}",
                remedy="run `bedside engine install trl`, or install python/requirements.txt",
            )


def versions():
    """What result.json records of the machine: packages, Python, device and driver."""
    import torch

    device = {"device": f"CPU ({platform.machine()})"}
    if torch.cuda.is_available():
        device = {"device": torch.cuda.get_device_name(0), "cuda": torch.version.cuda or "none"}
    packages = {name: importlib.metadata.version(name) for name in RECORDED if installed(name)}
    return {**packages, "python": platform.python_version(), **device}
