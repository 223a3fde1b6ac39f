"""Has TRL train on tiny synthetic data, and records what it computes; README.md beside this file says how to run it.

Writes, from fixed seeds, to the folder `fixtures` beside this file (or to --output DIR):
  policy/, reference/      two Llama checkpoints by save_pretrained, with Bedside's tokenizer and chat template
  cases.json               inputs and losses of SFT, DPO and GRPO, advantages, and two training curves of 20 steps
  adapter/                 a LoRA adapter of policy/ by PEFT's save_pretrained
  gradients.safetensors    the gradient of every parameter for each of those losses: tensor `<case> <parameter>`
"""
import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

# Before the imports below: TRL's trainers report to its makers otherwise.
os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TRL_EXPERIMENTAL_SILENCE="1")

import datasets
import peft
import tokenizers
import torch
import transformers
import trl
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, TrainerCallback
from transformers.trainer_callback import PrinterCallback
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, SFTConfig, SFTTrainer

HERE = Path(__file__).parent
TOKENIZER_SOURCE = HERE / "../../src/model/fixtures/bedside-llama"
VERSIONS = {m.__name__: m.__version__ for m in (torch, transformers, trl, tokenizers, peft)}
CONTEXT_LENGTH = 128
# What decides a number is stated, never left to TRL's defaults: they change between its versions.
COMMON = {
    "bf16": False, "gradient_checkpointing": False, "use_cpu": True, "train_sampling_strategy": "sequential",
    "optim": "adamw_torch", "lr_scheduler_type": "linear", "adam_beta1": 0.9, "adam_beta2": 0.999,
    "adam_epsilon": 1e-8, "save_strategy": "no", "report_to": "none", "logging_steps": 1, "disable_tqdm": True,
}
SFT = {**COMMON, "loss_type": "chunked_nll", "completion_only_loss": True, "max_length": CONTEXT_LENGTH}
DPO = {**COMMON, "max_length": CONTEXT_LENGTH}


# --- Checkpoints ---------------------------------------------------------------------------------------------------

def save_tokenizer(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "chat_template.jinja"):
        shutil.copyfile(TOKENIZER_SOURCE / name, folder / name)
    config = json.loads((TOKENIZER_SOURCE / "tokenizer_config.json").read_text(encoding="utf-8"))
    config["model_max_length"] = CONTEXT_LENGTH
    text = json.dumps(config, indent=2, ensure_ascii=False) + "\n"
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")


def add_noise(model, scale, is_noisy):
    for name, parameter in model.named_parameters():
        if is_noisy(name):
            parameter.data += scale * torch.randn_like(parameter)


def save_checkpoints(folder):
    """The policy is the reference with small noise, so that no ratio is 1 and no reward 0."""
    for name in ("reference", "policy"):
        save_tokenizer(folder / name)
    tokenizer = AutoTokenizer.from_pretrained(folder / "reference")
    torch.manual_seed(20251118)
    model = LlamaForCausalLM(LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, rms_norm_eps=1e-5, rope_theta=10000.0, max_position_embeddings=CONTEXT_LENGTH,
        tie_word_embeddings=True, initializer_range=0.3, bos_token_id=None, eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    ))
    add_noise(model, 0.25, lambda name: "norm" in name)
    model.save_pretrained(folder / "reference")
    add_noise(model, 0.03, lambda name: True)
    model.save_pretrained(folder / "policy")


# --- Synthetic conversations ---------------------------------------------------------------------------------------

def message(role, content):
    return {"role": role, "content": content}


def conversation(index):
    """Prompt, right answer and wrong answer number `index`: two numbers compared, in one of five wordings."""
    low = 2 + (5 * index) % 7
    high = low + 1 + (3 * index) % 11
    first, second = (low, high) if index % 2 else (high, low)
    question, right, wrong = [
        (f"Which is larger, {first} or {second}?", f"{high}", f"{low}"),
        (f"{first}和{second}哪个大?", f"{high}大。", f"{low}大。"),
        (f"Is {first} more than {second}?", "yes" if first > second else "no", "no" if first > second else "yes"),
        (f"Add {first} and {second}.", f"The sum is {low + high}.", f"{low + high + 1}"),
        (f"从{low}数到{low + 2}", ",".join(map(str, range(low, low + 3))), f"{low}"),
    ][index % 5]
    system = [message("system", "Be brief.")] if index % 3 == 0 else []
    return system + [message("user", question)], [message("assistant", right)], [message("assistant", wrong)]


def make_examples(indices):
    return [
        {"id": f"example-{index}", "prompt": prompt, "completion": right}
        for index in indices for prompt, right, _ in [conversation(index)]
    ]


def make_pairs(indices):
    return [
        {"id": f"pair-{index}", "prompt": prompt, "chosen": right, "rejected": wrong}
        for index in indices for prompt, right, wrong in [conversation(index)]
    ]


def dataset_of(rows):
    """Without ids, which TRL does not use."""
    return datasets.Dataset.from_list([{key: row[key] for key in row if key != "id"} for row in rows])


# --- SFT -----------------------------------------------------------------------------------------------------------

class KeepGradients(TrainerCallback):
    """Copies the gradients of a whole accumulation window, before the optimizer uses them."""

    def on_pre_optimizer_step(self, args, state, control, model, **kwargs):
        self.gradients = gradients_of(model)


def gradients_of(model):
    return {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


def train(trainer):
    """Loss, gradient norm and learning rate of every step, not rounded."""
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return [
        {"loss": entry["loss"], "gradNorm": entry["grad_norm"], "learningRate": entry["learning_rate"]}
        for entry in trainer.state.log_history if "loss" in entry
    ]


def sft_case(folder, scratch):
    examples = make_examples([0, 1, 3, 9])
    keep = KeepGradients()
    trainer = SFTTrainer(
        model=str(folder / "policy"), train_dataset=dataset_of(examples), callbacks=[keep],
        # max_grad_norm 0: gradients are not clipped.
        args=SFTConfig(
            output_dir=scratch, per_device_train_batch_size=2, gradient_accumulation_steps=2, max_steps=1,
            max_grad_norm=0.0, **SFT,
        ),
    )
    rows = [
        {"tokenIds": row["input_ids"], "completionMask": [int(label != -100) for label in row["labels"]]}
        for row in trainer.train_dataset
    ]
    [step] = train(trainer)
    case = {
        "name": "sft", "batchSize": 2, "gradientAccumulation": 2, "loss": step["loss"], "gradNorm": step["gradNorm"],
        "examples": [{**example, **row} for example, row in zip(examples, rows, strict=True)],
    }
    return case, {"sft": keep.gradients}


# --- DPO -----------------------------------------------------------------------------------------------------------

def logps_of(trainer, model, batch):
    """Summed log-probabilities per pair by TRL's own function, under any model."""
    chosen, rejected = trainer.compute_ref_log_probs(model, batch)
    return [{"chosen": c, "rejected": r} for c, r in zip(chosen.tolist(), rejected.tolist(), strict=True)]


def dpo_case(folder, scratch, pairs, loss_type, beta, label_smoothing):
    """The case, its gradients, and the log-probabilities of all pairs under policy and reference."""
    trainer = DPOTrainer(
        model=str(folder / "policy"), ref_model=AutoModelForCausalLM.from_pretrained(folder / "reference"),
        train_dataset=dataset_of(pairs),
        args=DPOConfig(
            output_dir=scratch, loss_type=[loss_type], beta=beta, label_smoothing=label_smoothing,
            precompute_ref_log_probs=False, **DPO,
        ),
    )
    batch = trainer.data_collator(list(trainer.train_dataset))
    model = trainer.model.train()
    loss = trainer._compute_loss(model, batch, False)
    loss.backward()
    policy, reference = logps_of(trainer, model, batch), logps_of(trainer, trainer.ref_model, batch)
    rewards = {
        side: [beta * (p[side] - r[side]) for p, r in zip(policy, reference, strict=True)]
        for side in ("chosen", "rejected")
    }
    for side, values in rewards.items():  # TRL logs means only.
        assert abs(sum(values) / len(values) - trainer._metrics["train"][f"rewards/{side}"][-1]) < 1e-6
    case = {
        "name": f"dpo-{loss_type}", "lossType": loss_type, "beta": beta, "labelSmoothing": label_smoothing,
        "loss": loss.item(), "chosenRewards": rewards["chosen"], "rejectedRewards": rewards["rejected"],
    }
    return case, gradients_of(model), policy, reference


def dpo_cases(folder, scratch):
    pairs = make_pairs([0, 1, 3, 9])
    cases, gradients = [], {}
    # Beta 5 for hinge: one pair beyond the margin, three before it.
    for loss_type, beta, label_smoothing in (
        ("sigmoid", 0.1, 0.0), ("ipo", 0.1, 0.0), ("robust", 0.1, 0.2), ("hinge", 5.0, 0.0), ("sigmoid_norm", 0.1, 0.0),
    ):
        case, case_gradients, policy, reference = dpo_case(folder, scratch, pairs, loss_type, beta, label_smoothing)
        cases.append(case)
        gradients[case["name"]] = case_gradients
    pairs = [
        {**pair, "policyLogps": p, "referenceLogps": r} for pair, p, r in zip(pairs, policy, reference, strict=True)
    ]
    return {"pairs": pairs, "cases": cases}, gradients


# --- GRPO ----------------------------------------------------------------------------------------------------------

ROLLOUT = {"temperature": 0.9, "maxNewTokens": 24, "generations": 2, "epsilonLow": 0.2, "epsilonHigh": 0.28}
# Divided by the deviation of the batch: with groups of two, that of the group would leave one size of advantage.
REWARDS = [1.0, 0.0, 0.2, 0.7, -0.4, 0.9]


def replay(prompt_ids, completion_ids):
    """Instead of generation: a rollout function that hands TRL these token ids."""
    return lambda prompts, trainer: {"prompt_ids": prompt_ids, "completion_ids": completion_ids, "logprobs": None}


def table_rewards(table):
    """One reward function per column; row i of the batch gets row i of the table, None included."""
    def reward(column):
        def function(row, **kwargs):
            return [table[index][column] for index in row]
        function.__name__ = f"reward_{column}"
        return function
    return [reward(column) for column in range(len(table[0]))]


def grpo_trainer(folder, scratch, prompt_ids, completion_ids, rewards, **settings):
    """A trainer whose next generation batch is the given one; nothing in it is sampled."""
    prompts = [[message("user", "as replayed")]] * len(prompt_ids)
    trainer = GRPOTrainer(
        model=str(folder / "policy"), reward_funcs=table_rewards(rewards),
        train_dataset=datasets.Dataset.from_dict({"prompt": prompts}),
        rollout_func=replay(prompt_ids, completion_ids),
        args=GRPOConfig(
            output_dir=scratch, per_device_train_batch_size=len(prompt_ids), gradient_accumulation_steps=1,
            steps_per_generation=1, num_iterations=1, per_device_eval_batch_size=len(prompt_ids),
            shuffle_dataset=False, importance_sampling_level="token", multi_objective_aggregation="sum_then_normalize",
            **COMMON, **settings,
        ),
    )
    trainer.model.train()
    trainer.current_gradient_accumulation_steps = 1
    return trainer


def scored_batch(trainer, rows):
    """TRL's own masks, advantages and reference log-probabilities of the replayed completions."""
    prompt = [message("user", "as replayed")]
    return trainer._generate_and_score_completions([{"prompt": prompt, "row": row} for row in range(rows)])


def last_metric(trainer, name):
    return trainer._metrics["train"][name][-1]


def make_rollouts(folder):
    """Three prompts with two completions each; the sixth completion was cut off at the longest length."""
    tokenizer = AutoTokenizer.from_pretrained(folder / "policy")
    generator = torch.Generator().manual_seed(11)
    prompt_ids, completion_ids = [], []
    for row, length in enumerate([5, 9, 3, 12, 7, ROLLOUT["maxNewTokens"]]):
        prompt, _, _ = conversation(row // 2)
        prompt_ids.append(tokenizer.apply_chat_template(prompt, add_generation_prompt=True, return_dict=False))
        ids = torch.randint(5, len(tokenizer), (length,), generator=generator).tolist()
        completion_ids.append(ids if length == ROLLOUT["maxNewTokens"] else ids[:-1] + [tokenizer.eos_token_id])
    return prompt_ids, completion_ids


def ragged(tensor, lists):
    """Rows of a right-padded tensor, without the padding."""
    return [row[: len(ids)].tolist() for row, ids in zip(tensor, lists, strict=True)]


def policy_logps(trainer, batch):
    with torch.no_grad():
        logps, _, _ = trainer._get_per_token_logps_and_entropies(
            trainer.model, torch.cat([batch["prompt_ids"], batch["completion_ids"]], dim=1),
            torch.cat([batch["prompt_mask"], batch["completion_mask"]], dim=1), batch["completion_ids"].size(1),
        )
    return logps


def assert_clipping(batch, logps, old_logps):
    """Some ratio leaves the clip range on either side, for advantages of either sign."""
    ratio, mask = torch.exp(logps - old_logps), batch["completion_mask"].bool()
    for sign in (1, -1):
        rows = (sign * batch["advantages"] > 0).unsqueeze(1) & mask
        assert (rows & (ratio < 1 - ROLLOUT["epsilonLow"])).any()
        assert (rows & (ratio > 1 + ROLLOUT["epsilonHigh"])).any()


def rollout_trainer(folder, scratch, rollouts, settings):
    prompt_ids, completion_ids = rollouts
    trainer = grpo_trainer(
        folder, scratch, prompt_ids, completion_ids, [[reward] for reward in REWARDS],
        num_generations=ROLLOUT["generations"], max_completion_length=ROLLOUT["maxNewTokens"],
        temperature=ROLLOUT["temperature"], epsilon=ROLLOUT["epsilonLow"], epsilon_high=ROLLOUT["epsilonHigh"],
        scale_rewards="batch", loss_type=settings["lossType"], beta=settings["beta"],
        use_bias_correction_kl=settings["biasCorrectedKl"], mask_truncated_completions=settings["maskTruncated"],
    )
    # TRL would take the policy's own checkpoint, and every divergence would be 0.
    if settings["beta"]:
        trainer.ref_model = AutoModelForCausalLM.from_pretrained(folder / "reference")
    return trainer


def rollout_batch(trainer, completion_ids):
    """What all cases share: advantages and log-probabilities, as fields of the JSON and as the tensor of old ones."""
    batch = scored_batch(trainer, len(REWARDS))
    logps = policy_logps(trainer, batch)
    old_logps = logps + 0.4 * torch.randn(logps.shape, generator=torch.Generator().manual_seed(5))
    assert_clipping(batch, logps, old_logps)
    fields = {
        "advantages": batch["advantages"].tolist(), "policyLogps": ragged(logps, completion_ids),
        "referenceLogps": ragged(batch["ref_per_token_logps"], completion_ids),
        "oldLogps": ragged(old_logps, completion_ids),
    }
    return fields, old_logps


def grpo_case(trainer, inputs, settings):
    trainer.model.zero_grad()
    loss = trainer._compute_loss(trainer.model, inputs)
    loss.backward()
    kl = "no-kl" if not settings["beta"] else "corrected-kl" if settings["biasCorrectedKl"] else "plain-kl"
    policy = "off-policy" if settings["offPolicy"] else "on-policy"
    suffix = "-mask-truncated" if settings["maskTruncated"] else ""
    case = {
        "name": f"grpo-{settings['lossType']}-{kl}-{policy}{suffix}", **settings, "loss": loss.item(),
        "kl": last_metric(trainer, "kl") if settings["beta"] else None, "entropy": last_metric(trainer, "entropy"),
        "clipped": {side: last_metric(trainer, f"clip_ratio/{side}_mean") for side in ("low", "high")},
    }
    return case, gradients_of(trainer.model)


def grpo_settings():
    """Every loss with every treatment of the divergence, on and off policy; and one with a masked completion."""
    for loss_type in ("grpo", "bnpo", "dr_grpo", "dapo"):
        for beta, is_corrected in ((0.04, False), (0.04, True), (0.0, False)):
            for off_policy in (False, True):
                yield {
                    "lossType": loss_type, "beta": beta, "biasCorrectedKl": is_corrected, "offPolicy": off_policy,
                    "maskTruncated": False,
                }
    yield {"lossType": "dapo", "beta": 0.04, "biasCorrectedKl": True, "offPolicy": True, "maskTruncated": True}


def grpo_cases(folder, scratch):
    rollouts = make_rollouts(folder)
    cases, gradients, shared = [], {}, None
    for settings in grpo_settings():
        trainer = rollout_trainer(folder, scratch, rollouts, settings)
        shared = shared or rollout_batch(trainer, rollouts[1])
        fields, old_logps = shared
        batch = scored_batch(trainer, len(REWARDS))
        inputs = {**batch, "old_per_token_logps": old_logps} if settings["offPolicy"] else batch
        case, case_gradients = grpo_case(trainer, inputs, settings)
        cases.append(case)
        gradients[case["name"]] = case_gradients
    batch = {"promptIds": rollouts[0], "completionIds": rollouts[1], **fields}
    return {**ROLLOUT, "batch": batch, "cases": cases}, gradients


# --- Advantages ----------------------------------------------------------------------------------------------------

# Groups of three. The columns of a table are reward functions; None is a function that gave no reward.
REWARD_TABLES = {
    "one function": ([1.0], [[1.0], [0.0], [0.25], [0.5], [0.5], [0.5], [-2.0], [3.0], [3.0]]),
    "weights and gaps": (
        [1.0, -0.5, 2.0],
        [[1.0, 0.3, None], [0.0, None, 1.0], [None, 0.5, 0.5], [1.0, 1.0, None], [1.0, 1.0, None], [1.0, 1.0, None]],
    ),
    "rows and groups without any reward": (
        [1.0, 0.5],
        [[None, None], [1.0, 2.0], [0.0, None], [None, None], [None, None], [0.7, 0.1], [None, None], [None, None],
         [None, None], [0.2, 0.2], [0.4, 0.4], [0.6, 0.6]],
    ),
    "nearly constant": ([1.0], [[0.5], [0.5001], [0.4999], [0.1], [0.1], [0.1]]),
    "constant": ([1.0], [[0.5], [0.5], [0.5], [0.1], [0.1], [0.1]]),
}


def advantage_cases(folder, scratch):
    cases = []
    for name, (weights, rewards) in REWARD_TABLES.items():
        for scale in ("group", "batch", "none"):
            ids = [[5, 4]] * len(rewards)
            trainer = grpo_trainer(
                folder, scratch, ids, ids, rewards, reward_weights=weights, num_generations=3, scale_rewards=scale,
                beta=0.0,
            )
            batch = scored_batch(trainer, len(rewards))
            cases.append({
                "name": f"{name}, {scale}", "generations": 3, "scaleRewards": scale, "weights": weights,
                "rewards": rewards, "advantages": batch["advantages"].tolist(),
                "zeroStdShare": last_metric(trainer, "frac_reward_zero_std"),
                "rewardMean": last_metric(trainer, "reward"), "rewardStd": last_metric(trainer, "reward_std"),
            })
    return cases


# --- Curves --------------------------------------------------------------------------------------------------------

STEPS = 20
SCHEDULE = {"max_steps": STEPS, "warmup_steps": 2, "weight_decay": 0.01, "max_grad_norm": 1.0}
SCHEDULE_NAMES = {"steps": STEPS, "warmupSteps": 2, "weightDecay": 0.01, "maxGradNorm": 1.0, "gradientAccumulation": 1}


def sft_curve(folder, scratch):
    examples = make_examples(range(4 * STEPS))
    trainer = SFTTrainer(
        model=str(folder / "policy"), train_dataset=dataset_of(examples),
        args=SFTConfig(
            output_dir=scratch, per_device_train_batch_size=4, gradient_accumulation_steps=1, learning_rate=1e-2,
            **SCHEDULE, **SFT,
        ),
    )
    return {"batchSize": 4, "learningRate": 1e-2, **SCHEDULE_NAMES, "examples": examples, "curve": train(trainer)}


def dpo_curve(folder, scratch):
    pairs = make_pairs(range(2 * STEPS))
    trainer = DPOTrainer(
        model=str(folder / "policy"), ref_model=None, train_dataset=dataset_of(pairs),
        args=DPOConfig(
            output_dir=scratch, per_device_train_batch_size=2, gradient_accumulation_steps=1, learning_rate=1e-3,
            loss_type=["sigmoid"], beta=0.1, precompute_ref_log_probs=False, **SCHEDULE, **DPO,
        ),
    )
    reference = logps_of(trainer, trainer.ref_model, trainer.data_collator(list(trainer.train_dataset)))
    pairs = [{**pair, "referenceLogps": r} for pair, r in zip(pairs, reference, strict=True)]
    return {
        "batchSize": 2, "learningRate": 1e-3, "beta": 0.1, **SCHEDULE_NAMES, "pairs": pairs, "curve": train(trainer),
    }


# --- Curves with an adapter ------------------------------------------------------------------------------------------

LORA_STEPS = 10
LORA_SCHEDULE = {**SCHEDULE, "max_steps": LORA_STEPS}
LORA_SCHEDULE_NAMES = {**SCHEDULE_NAMES, "steps": LORA_STEPS}
LORA = {
    "rank": 4, "alpha": 8, "dropout": 0,
    "targets": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
}


def save_adapter(folder):
    """As PEFT begins it, with noise on B: at 0 it would keep A from learning in the first steps."""
    torch.manual_seed(7)
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(folder / "policy"), LoraConfig(
        r=LORA["rank"], lora_alpha=LORA["alpha"], lora_dropout=LORA["dropout"], target_modules=LORA["targets"],
        bias="none", task_type="CAUSAL_LM",
    ))
    add_noise(model, 0.1, lambda name: "lora_B" in name)
    # Instead of the path on this machine.
    model.peft_config["default"].base_model_name_or_path = "../policy"
    model.save_pretrained(folder / "adapter")
    (folder / "adapter" / "README.md").unlink()
    # PEFT keeps the targets as a set and writes them in the order of the moment.
    file = folder / "adapter" / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    config["target_modules"].sort()
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def adapted_policy(folder):
    model = AutoModelForCausalLM.from_pretrained(folder / "policy")
    return PeftModel.from_pretrained(model, folder / "adapter", is_trainable=True)


def lora_sft_curve(folder, scratch):
    examples = make_examples(range(4 * LORA_STEPS))
    trainer = SFTTrainer(
        model=adapted_policy(folder), processing_class=AutoTokenizer.from_pretrained(folder / "policy"),
        train_dataset=dataset_of(examples),
        args=SFTConfig(
            output_dir=scratch, per_device_train_batch_size=4, gradient_accumulation_steps=1, learning_rate=3e-2,
            **LORA_SCHEDULE, **SFT,
        ),
    )
    return {
        "batchSize": 4, "learningRate": 3e-2, **LORA_SCHEDULE_NAMES, "examples": examples, "curve": train(trainer),
    }


def lora_dpo_curve(folder, scratch):
    """The reference is the policy with the adapter as it is before the first step, of which TRL keeps a copy."""
    pairs = make_pairs(range(2 * LORA_STEPS))
    trainer = DPOTrainer(
        model=adapted_policy(folder), processing_class=AutoTokenizer.from_pretrained(folder / "policy"),
        train_dataset=dataset_of(pairs),
        args=DPOConfig(
            output_dir=scratch, per_device_train_batch_size=2, gradient_accumulation_steps=1, learning_rate=5e-3,
            loss_type=["sigmoid"], beta=0.1, precompute_ref_log_probs=False, **LORA_SCHEDULE, **DPO,
        ),
    )
    with torch.no_grad():
        reference = logps_of(trainer, trainer.model, trainer.data_collator(list(trainer.train_dataset)))
    pairs = [{**pair, "referenceLogps": r} for pair, r in zip(pairs, reference, strict=True)]
    return {
        "batchSize": 2, "learningRate": 5e-3, "beta": 0.1, **LORA_SCHEDULE_NAMES, "pairs": pairs,
        "curve": train(trainer),
    }


def lora_curves(folder, scratch):
    save_adapter(folder)
    return {"adapter": LORA, "sft": lora_sft_curve(folder, scratch), "dpo": lora_dpo_curve(folder, scratch)}


def make_fixtures(folder):
    torch.set_num_threads(1)
    datasets.disable_progress_bars()
    transformers.utils.logging.disable_progress_bar()
    save_checkpoints(folder)
    with tempfile.TemporaryDirectory() as scratch:
        sft, sft_gradients = sft_case(folder, scratch)
        dpo, dpo_gradients = dpo_cases(folder, scratch)
        grpo, grpo_gradients = grpo_cases(folder, scratch)
        cases = {
            "versions": VERSIONS, "sft": sft, "dpo": dpo, "grpo": grpo,
            "advantages": advantage_cases(folder, scratch),
            "curves": {"sft": sft_curve(folder, scratch), "dpo": dpo_curve(folder, scratch)},
            "lora": lora_curves(folder, scratch),
        }
    text = json.dumps(cases, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
    (folder / "cases.json").write_text(text, encoding="utf-8")
    gradients = {**sft_gradients, **dpo_gradients, **grpo_gradients}
    save_file(
        {f"{case} {name}": gradient for case, grads in gradients.items() for name, gradient in grads.items()},
        folder / "gradients.safetensors",
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=HERE / "fixtures", help="default: fixtures, beside this file")
    make_fixtures(parser.parse_args().output)
