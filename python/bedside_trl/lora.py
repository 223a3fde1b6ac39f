"""LoRA by PEFT: the adapter while training, the whole checkpoint that it is merged into, and the adapter as a file."""
import json
import os
from pathlib import Path

from peft import LoraConfig, PeftModel
from transformers import AutoModelForCausalLM
from transformers.integrations.deepspeed import unset_hf_deepspeed_config

from .files import write_atomically
from .problems import input_problem

# What every version of PEFT reads; a newer key may be refused by an older one.
KEPT_KEYS = (
    "alpha_pattern", "base_model_name_or_path", "bias", "fan_in_fan_out", "inference_mode", "lora_alpha",
    "lora_dropout", "modules_to_save", "peft_type", "r", "rank_pattern", "target_modules", "task_type", "use_dora",
    "use_rslora",
)


def lora_config(settings):
    """Every field that decides a number is given; None when all weights are trained."""
    if settings is None:
        return None
    missing = [name for name in ("rank", "alpha", "dropout", "targets") if name not in settings]
    if missing:
        raise input_problem(f"run.json: expected a value for lora.{missing[0]}, got none")
    return LoraConfig(
        r=settings["rank"], lora_alpha=settings["alpha"], lora_dropout=settings["dropout"],
        target_modules=list(settings["targets"]), task_type="CAUSAL_LM", bias="none", fan_in_fan_out=False,
        use_rslora=False, use_dora=False, init_lora_weights=True, modules_to_save=None, layers_to_transform=None,
        layers_pattern=None, rank_pattern={}, alpha_pattern={}, exclude_modules=None, target_parameters=None,
        trainable_token_indices=None, lora_bias=False,
    )


def keep_adapter(saved, adapter, policy):
    """Moves what PEFT saved to `adapter`: weights, and a configuration that names its base by a relative path."""
    config = json.loads((saved / "adapter_config.json").read_text(encoding="utf-8"))
    config = {key: config.get(key) for key in KEPT_KEYS}
    config["target_modules"] = sorted(config["target_modules"])
    config["base_model_name_or_path"] = os.path.relpath(policy.resolve(), adapter.resolve())
    config["inference_mode"] = True
    adapter.mkdir(parents=True, exist_ok=True)
    os.replace(saved / "adapter_model.safetensors", adapter / "adapter_model.safetensors")
    write_atomically(adapter / "adapter_config.json", json.dumps(config, indent=2) + "\n")


def save_merged(policy, saved, target, dtype):
    """W + (alpha / rank) B A of an adapter that PEFT saved, as a whole checkpoint in `target`; computed on the CPU."""
    # Under ZeRO-3 the base would be divided while it loads, and this one process would wait for the others for ever.
    unset_hf_deepspeed_config()
    base = AutoModelForCausalLM.from_pretrained(Path(policy), dtype=dtype, local_files_only=True)
    PeftModel.from_pretrained(base, saved).merge_and_unload().save_pretrained(target)
