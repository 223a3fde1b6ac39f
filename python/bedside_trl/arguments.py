"""The arguments of TRL's config classes: complete, known, and with what only the worker can know filled in."""
import dataclasses

from .problems import input_problem
from .processes import WORLD


def names_of(config_class):
    """Every argument that the class takes."""
    return [field.name for field in dataclasses.fields(config_class) if field.init]


def set_here(run, has_gpu, output):
    """
    Arguments that the worker sets itself, whatever the run says: paths, the device, the precision of the run, and what
    would write text of records or report elsewhere. result.json lists them.
    """
    given = run["arguments"]
    rewards = run["rewards"] or {}
    waiting = rewards.get("giveUpAfter", 0) + rewards.get("requestTimeout", 0)
    common = {
        "output_dir": str(output), "seed": run["seed"], "use_cpu": not has_gpu,
        "bf16": run["precision"] == "bfloat16", "fp16": False,
        "dataloader_pin_memory": has_gpu, "ddp_backend": None if has_gpu or WORLD == 1 else "gloo",
        # While one process waits for rewards, the others wait for it.
        # Trainer would look for them in every step; ours always use all that they train.
        "ddp_find_unused_parameters": given.get("ddp_find_unused_parameters") or False,
        "ddp_timeout": max(int(given.get("ddp_timeout") or 0), int(waiting) + 600),
        # The worker logs every step, evaluates and removes old checkpoints itself.
        "logging_strategy": "steps", "logging_steps": 1, "eval_strategy": "no", "save_total_limit": None,
        # A run goes on from whole checkpoints of its own, written where the worker says.
        "save_strategy": "steps", "save_only_model": False, "enable_jit_checkpoint": False, "ignore_data_skip": False,
        "load_best_model_at_end": False, "auto_find_batch_size": False,
        # Else a loss that is not a number would be logged as the mean of those before.
        "logging_nan_inf_filter": False,
        "report_to": "none", "push_to_hub": False, "disable_tqdm": True, "log_level": "error",
        "log_level_replica": "error", "remove_unused_columns": run["method"] != "grpo",
    }
    return {**common, "log_completions": False} if run["method"] == "grpo" else common


def make_config(config_class, run, set_by_worker):
    """The config; throws Problem naming arguments that are missing or that the class does not know."""
    names, given = names_of(config_class), run["arguments"]
    for problem, wrong in (
        ("every argument of {}, and these are missing: {}", [name for name in names if name not in given]),
        ("arguments of {} only, and these are unknown: {}", [name for name in given if name not in names]),
    ):
        if wrong:
            listed = ", ".join(sorted(wrong)[:10]) + (f" and {len(wrong) - 10} more" if len(wrong) > 10 else "")
            raise input_problem(f"run.json: expected {problem.format(config_class.__name__, listed)}")
    try:
        return config_class(**{**given, **set_by_worker})
    except (ValueError, TypeError) as error:
        line = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise input_problem(f"run.json: expected arguments that {config_class.__name__} takes, got: {line}") from None


def steps_between_generations(config):
    """Optimiser steps after which GRPO draws new completions; None when it draws within a step."""
    micro_steps = config.steps_per_generation * config.num_iterations
    steps, rest = divmod(micro_steps, config.gradient_accumulation_steps)
    if rest == 0:
        return steps
    if config.gradient_accumulation_steps % micro_steps == 0:
        return 1
    raise input_problem(
        f"expected steps_per_generation x num_iterations ({micro_steps}) and gradient_accumulation_steps "
        f"({config.gradient_accumulation_steps}) to be multiples of one another: no run could go on from a checkpoint")
