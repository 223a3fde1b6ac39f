"""Writes python/arguments/{sft,dpo,grpo}.json: every argument of TRL's config classes with its value in this version.

    python python/make_arguments.py [FOLDER]

TypeScript lays its own values over these and hands all of them to the worker, so that none is a default that drifts.
Values are those after the class has seen them (`loss_type` of SFT, say), where JSON can hold them.
"""
import dataclasses
import json
import os
import sys
from enum import Enum
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import trl

# What the class makes of the machine or of other arguments: the value before that is the argument's.
AS_GIVEN = ("accelerator_config", "bf16", "deepspeed", "disable_tqdm", "fsdp", "fsdp_config", "output_dir", "report_to",
            "debug", "local_rank", "generation_batch_size", "steps_per_generation", "use_cpu", "parallelism_config",
            "ddp_backend", "dataloader_pin_memory", "run_name", "gradient_checkpointing_kwargs")


def default_of(field):
    if field.default is not dataclasses.MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not dataclasses.MISSING else None


def plain(value):
    return value.value if isinstance(value, Enum) else value


def arguments_of(config_class):
    made = config_class(output_dir="output", bf16=False, use_cpu=True)
    return {
        field.name: plain(default_of(field) if field.name in AS_GIVEN else getattr(made, field.name))
        for field in dataclasses.fields(config_class) if field.init
    }


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, config_class in (("sft", trl.SFTConfig), ("dpo", trl.DPOConfig), ("grpo", trl.GRPOConfig)):
        text = json.dumps(arguments_of(config_class), indent=2) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "arguments")
