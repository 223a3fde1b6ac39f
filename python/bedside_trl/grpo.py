"""GRPO by TRL's GRPOTrainer, with rewards from outside and with its metrics counted as the embedded engine counts them.

Differences from the embedded engine: TRL drops an incomplete last chunk of prompts in every epoch, and a completion
ends at the tokenizer's end token alone. A completion's tokens are counted without its end token, in both.
"""
import math
import os

import torch
from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer

from .answer import text_of
from .arguments import steps_between_generations
from .events import finite
from .files import read_rows
from .problems import Problem, Stopped, input_problem
from .processes import RANK, Stop, everyones, rounds
from .rewards import RewardClient
from .stepping import Stepping

CONFIG = GRPOConfig
HAS_FIGURE = True


def moments(values):
    """Mean and sample standard deviation of the numbers among the values."""
    numbers = [value for value in values if value is not None]
    if not numbers:
        return {"mean": None, "std": None}
    mean = sum(numbers) / len(numbers)
    squares = sum((value - mean) ** 2 for value in numbers)
    return {"mean": mean, "std": math.sqrt(squares / (len(numbers) - 1)) if len(numbers) > 1 else None}


def total_reward(scores, weights):
    """The weighted sum of a completion's rewards; None when no reward applies."""
    if all(score is None for score in scores):
        return None
    return sum((score or 0) * weight for score, weight in zip(scores, weights, strict=True))


def rollout_metrics(drawn, names, weights):
    """What is logged of completions whatever the loss. `drawn`: rows (id, tokens, is ended, scores)."""
    lengths = [tokens for _, tokens, _, _ in drawn]
    return {
        "reward": moments([total_reward(scores, weights) for *_, scores in drawn]),
        "rewards": {name: moments([scores[i] for *_, scores in drawn]) for i, name in enumerate(names)},
        "completionTokens": {"mean": sum(lengths) / len(lengths), "min": min(lengths), "max": max(lengths)},
        "truncated": sum(not ended for _, _, ended, _ in drawn) / len(drawn),
    }


def random_state():
    return torch.get_rng_state(), torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []


def restore_random(state):
    torch.set_rng_state(state[0])
    if state[1]:
        torch.cuda.set_rng_state_all(state[1])


class Trainer(Stepping, GRPOTrainer):
    """GRPOTrainer whose rewards are asked for once for all functions."""

    client = None
    rollout = None
    sampler = None

    def reward(self, records, completion_ids):
        """Rows (id, tokens, is ended, scores) of completions of this process; all processes throw when one has to."""
        samples, end = [], self._tokenizer.eos_token_id
        for record, ids in zip(records, completion_ids, strict=True):
            is_ended = len(ids) > 0 and ids[-1] == end
            tokens = list(ids[:-1] if is_ended else ids)
            samples.append({
                "id": record, "completionTokens": len(tokens), "finish": "end" if is_ended else "length",
                "text": text_of(tokens, self._tokenizer),
            })
        scores, problem = None, None
        try:
            scores = self.client.scores(samples)
        except Problem as error:
            problem = error.as_result()
        found = everyones([(problem, Stop.asked)])
        first = next((one for one, _ in found if one), None)
        # Asked to end while one of them waited: no failure.
        if first and any(asked for _, asked in found):
            raise Stopped
        if first:
            raise Problem(first["problem"], first["kind"], first["record"], first["remedy"])
        return [
            (sample["id"], sample["completionTokens"], sample["finish"] == "end", row)
            for sample, row in zip(samples, scores, strict=True)
        ]

    def _get_train_sampler(self, dataset=None):
        self.sampler = super()._get_train_sampler(dataset)
        return self.sampler

    def order_epoch(self, epoch):
        # TRL's sampler draws an order after the other: a run that goes on in a later epoch would begin with the first.
        if self.sampler.shuffle:
            self.sampler.generator.manual_seed(self.sampler.seed)
            for _ in range(epoch):
                torch.randperm(self.sampler.num_samples, generator=self.sampler.generator)

    def _calculate_rewards(self, inputs, prompts, completions, completion_ids_list):
        own = self.reward([row["record_id"] for row in inputs], completion_ids_list)
        drawn = everyones(own)
        self.rollout = rollout_metrics(drawn, self.client.names, self.args.reward_weights)
        values = [[math.nan if score is None else score for score in scores] for *_, scores in drawn]
        return torch.tensor(values, dtype=torch.float32, device=self.accelerator.device)

    def _generate_and_score_completions(self, inputs):
        before = random_state()
        try:
            return super()._generate_and_score_completions(inputs)
        except (Problem, Stopped):
            # Without rewards the run ends, where it can go on: the completions are drawn again, the same ones.
            restore_random(before)
            self.follow.save_if_safe()
            raise

    def _compute_loss(self, model, inputs):
        mask, ids = inputs["completion_mask"], inputs["completion_ids"]
        # Not the mask's own sum: with mask_truncated_completions it leaves out rows that were computed.
        self.count(mask, inputs["prompt_mask"].sum() + (ids != self._tokenizer.pad_token_id).sum())
        return super()._compute_loss(model, inputs)

    def metrics_of_step(self, logs):
        if "frac_reward_zero_std" in logs:
            self.zero_variance = logs["frac_reward_zero_std"]
        return {
            **self.rollout, "zeroVariance": self.zero_variance, "kl": logs.get("kl"), "entropy": logs["entropy"],
            "clipped": finite(logs.get("clip_ratio/region_mean")) or 0.0,
        }


def encode(run, encoding, file):
    """Rows {record_id, prompt}, each checked for room for the longest completion."""
    room = run["arguments"].get("max_completion_length") or 0
    rows = read_rows(run["folder"] / file, ("record_id", "prompt"))

    def prompt(row):
        encoding.prompt(row["record_id"], row["prompt"], room)
        return {"record_id": row["record_id"], "prompt": row["prompt"]}

    return encoding.all("tokenising", rows, prompt)


def named(name):
    """TRL takes a function per reward for its name; it is never called."""
    def function(**kwargs):
        raise AssertionError("rewards are asked for in _calculate_rewards")
    function.__name__ = name
    return function


def make_trainer(run, config, rows, shared):
    settings = run["rewards"]
    if not settings or not settings.get("names"):
        raise input_problem("run.json: expected rewards for GRPO, got none")
    if config.reward_weights is None or len(config.reward_weights) != len(settings["names"]):
        raise input_problem("run.json: expected a number in reward_weights for each of the rewards, got other ones")
    between = steps_between_generations(config)
    if config.save_steps % between:
        raise input_problem(f"expected save_steps to be a multiple of {between}, got {config.save_steps}")
    chunk = config.generation_batch_size // config.num_generations
    if len(rows) < chunk:
        raise input_problem(f"expected at least {chunk} prompts (those of one round of completions), got {len(rows)}")
    if config.beta != 0 and not run["lora"]:
        # With it only the first process reads a model, and under FSDP2 TRL divides the reference without handing it out:
        # the others would compare with numbers that nobody wrote.
        os.environ["FSDP_CPU_RAM_EFFICIENT_LOADING"] = "false"
    dataset = Dataset.from_list(rows)
    trainer = Trainer(
        model=str(run["policy"]), reward_funcs=[named(name) for name in settings["names"]], args=config,
        train_dataset=dataset, **shared)
    trainer.client = RewardClient(settings, run["folder"])
    return trainer


def evaluate(trainer, rows, check):
    """
    Rewards of completions drawn for each prompt, and per case their mean; the same seed each time, and the random
    state of the training is left as it was. What is drawn depends on the number of processes and on the batch size.
    """
    before, drawn = random_state(), []
    torch.manual_seed(trainer.args.seed + RANK)
    generations = trainer.num_generations
    try:
        for indices, counts in rounds(len(rows), max(1, trainer.args.per_device_eval_batch_size // generations)):
            check(indices.start)
            batch = [rows[i] for i in indices for _ in range(generations)]
            _, completion_ids, *_ = trainer._generate([row["prompt"] for row in batch])
            scored = trainer.reward([row["record_id"] for row in batch], completion_ids)
            drawn += scored if counts else []
    finally:
        restore_random(before)
    drawn = everyones(drawn)
    weights = trainer.args.reward_weights
    rewards = {}
    for record, _, _, scores in drawn:
        rewards.setdefault(record, []).append(total_reward(scores, weights))
    means = {record: moments(values)["mean"] for record, values in rewards.items()}
    # A prompt for which no reward applies has no figure.
    per_case = {record: mean for record, mean in means.items() if mean is not None}
    return {"loss": None, **rollout_metrics(drawn, trainer.client.names, weights)}, per_case
