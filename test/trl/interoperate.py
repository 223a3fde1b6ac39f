"""The other side of interoperability.test.ts: PEFT, Transformers and TRL on what Bedside wrote, in one process.

Reads from the folder that is its argument
  base/, adapted/ (with adapter/), trained/    checkpoints of the embedded engine; adapted/ is base/ with its adapter merged
  rows.jsonl                                   prompt and completion
  study/prompts/, study/preferences/, study/policies/initial/    as a study made them
and writes into it
  their-adapter/     an adapter of base/ that PEFT saved
  continued/         trained/ after three more steps of TRL's SFTTrainer, by save_pretrained
  answers.json       what it found
"""
import json
import sys
import tempfile
from pathlib import Path

import datasets
import torch
import transformers
# First of all it sets the environment that keeps TRL from reporting to its makers.
from make_fixtures import COMMON, DPO, SFT, add_noise
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer


def read_rows(file, scratch):
    return datasets.load_dataset("json", data_files=str(file), split="train", cache_dir=scratch)


def sft_trainer(model, tokenizer, rows, scratch, **settings):
    return SFTTrainer(
        model=model, processing_class=tokenizer, train_dataset=rows, eval_dataset=rows,
        args=SFTConfig(
            output_dir=scratch, per_device_train_batch_size=4, per_device_eval_batch_size=len(rows),
            gradient_accumulation_steps=1, **{**SFT, "max_length": 1024}, **settings,
        ),
    )


def evaluated_loss(model, tokenizer, rows, scratch):
    """Mean loss per completion token by TRL, all rows in one batch."""
    return sft_trainer(model, tokenizer, rows, scratch, learning_rate=1e-3, max_steps=1).evaluate()["eval_loss"]


def our_adapter_in_peft(folder):
    """The largest difference of two sets of logits: base with our adapter in PEFT, and our merged checkpoint."""
    ids = torch.arange(5, 45).reshape(2, 20)
    base = AutoModelForCausalLM.from_pretrained(folder / "base")
    merged = AutoModelForCausalLM.from_pretrained(folder / "adapted")
    with torch.no_grad():
        before = base(ids).logits
        adapted = PeftModel.from_pretrained(base, folder / "adapted" / "adapter").eval()(ids).logits
        return {
            "toMerged": (adapted - merged(ids).logits).abs().max().item(),
            "toBase": (adapted - before).abs().max().item(),
        }


def their_adapter(folder, tokenizer, rows, scratch):
    """Saves an adapter of some layers, of another rank and a scale that is no whole number."""
    torch.manual_seed(3)
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(folder / "base"), LoraConfig(
        r=5, lora_alpha=7, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM",
    ))
    add_noise(model, 1.0, lambda name: "lora_B" in name)
    model.save_pretrained(folder / "their-adapter")
    return evaluated_loss(model, tokenizer, rows, scratch)


def continued(folder, rows, scratch):
    tokenizer = AutoTokenizer.from_pretrained(folder / "trained")
    before = evaluated_loss(str(folder / "trained"), tokenizer, rows, scratch)
    trainer = sft_trainer(str(folder / "trained"), tokenizer, rows, scratch, learning_rate=1e-2, max_steps=3)
    trainer.train()
    trainer.model.save_pretrained(folder / "continued")
    tokenizer.save_pretrained(folder / "continued")
    return {"before": before, "after": trainer.evaluate()["eval_loss"]}


def study_rows_in_trainers(study, scratch):
    """One step of every trainer on the study's own files, and the columns that a reward function was given."""
    policy, seen = str(study / "policies" / "initial"), {}
    prompts, pairs = (read_rows(study / part / "train.jsonl", scratch) for part in ("prompts", "preferences"))

    def reward(prompts, completions, record_id, reference_plan, **columns):
        seen["columns"] = sorted(["record_id", "reference_plan", *columns])
        seen["plans"] = reference_plan
        return [float(len(completion[0]["content"])) for completion in completions]

    common = {"output_dir": scratch, "max_steps": 1, "learning_rate": 1e-3}
    length = {"max_length": 1024}
    trainers = [
        SFTTrainer(
            model=policy, train_dataset=prompts,
            args=SFTConfig(per_device_train_batch_size=2, **common, **{**SFT, **length}),
        ),
        DPOTrainer(
            model=policy, train_dataset=pairs,
            args=DPOConfig(per_device_train_batch_size=2, **common, **{**DPO, **length}),
        ),
        GRPOTrainer(
            model=policy, train_dataset=prompts, reward_funcs=reward,
            args=GRPOConfig(
                per_device_train_batch_size=4, num_generations=2, max_completion_length=8, **common, **COMMON,
            ),
        ),
    ]
    losses = [trainer.train().training_loss for trainer in trainers]
    return {
        "rows": {"prompts": len(prompts), "pairs": len(pairs)}, "losses": losses,
        "columns": seen["columns"], "plans": len(seen["plans"]),
    }


def main(folder):
    torch.set_num_threads(1)
    datasets.disable_progress_bars()
    transformers.utils.logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(folder / "base")
    with tempfile.TemporaryDirectory() as scratch:
        rows = read_rows(folder / "rows.jsonl", scratch)
        answers = {
            "ourAdapter": our_adapter_in_peft(folder),
            "theirAdapter": their_adapter(folder, tokenizer, rows, scratch),
            "continued": continued(folder, rows, scratch),
            "study": study_rows_in_trainers(folder / "study", scratch),
        }
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
