"""DPO by TRL's DPOTrainer, with the reference's log-probabilities taken from the rows: no second model is loaded."""
import math

from datasets import Dataset
from trl import DPOConfig, DPOTrainer
from trl.trainer.utils import selective_log_softmax

from .files import read_rows
from .problems import input_problem
from .processes import WORLD, everyones, rounds
from .stepping import Stepping

CONFIG = DPOConfig
HAS_FIGURE = True
COLUMNS = ("prompt_ids", "chosen_ids", "rejected_ids", "ref_chosen_logps", "ref_rejected_logps")
# `cdpo` is not among them: TRL has not had that loss since 0.28.
LOSSES = ("sigmoid", "ipo", "hinge", "robust", "sigmoid_norm")
TOLERANCE = {"float32": 1e-4, "bfloat16": 2e-2}
# Logits rounded to bfloat16 carry three digits: about so much is a token's log-probability off from one pass to another.
NOISE_OF_A_TOKEN = 0.05


class Trainer(Stepping, DPOTrainer):
    """DPOTrainer that takes tokens and reference log-probabilities as they are."""

    def _prepare_dataset(self, dataset, *args, **kwargs):
        return dataset

    def _precompute_ref_logps(self, dataset, *args, **kwargs):
        return dataset

    def _compute_loss(self, model, inputs, return_outputs):
        self.count(inputs["completion_mask"][:, 1:], inputs["attention_mask"].sum())
        return super()._compute_loss(model, inputs, return_outputs)

    @staticmethod
    def metrics_of_step(logs):
        return {
            "chosenReward": logs["rewards/chosen"], "rejectedReward": logs["rewards/rejected"],
            "margin": logs["rewards/margins"], "accuracy": logs["rewards/accuracies"],
        }


def encode(run, encoding, file):
    """Rows of COLUMNS and record_id. Throws Problem on a pair whose completions are the same."""
    names = ("record_id", "prompt", "chosen", "rejected", "ref_chosen_logps", "ref_rejected_logps")

    def pair(row):
        record, prompt = row["record_id"], row["prompt"]
        before, chosen = encoding.example(record, prompt, row["chosen"])
        _, rejected = encoding.example(record, prompt, row["rejected"])
        if chosen == rejected:
            raise input_problem("expected a rejected completion other than the chosen one, got the same", record)
        return {
            "record_id": record, "prompt_ids": before, "chosen_ids": chosen, "rejected_ids": rejected,
            "ref_chosen_logps": float(row["ref_chosen_logps"]), "ref_rejected_logps": float(row["ref_rejected_logps"]),
        }

    return encoding.all("tokenising", read_rows(run["folder"] / file, names), pair)


def check_config(config):
    losses = config.loss_type if isinstance(config.loss_type, list) else [config.loss_type]
    for loss in losses:
        if loss not in LOSSES:
            remedy = "it has no equivalent in TRL 1.x: use robust, or the embedded engine" if loss == "cdpo" else None
            raise input_problem(f"expected a loss_type among {', '.join(LOSSES)}, got {loss}", remedy=remedy)
    if not config.precompute_ref_log_probs:
        raise input_problem(
            "expected precompute_ref_log_probs to be true, got false: the reference is in the columns of the data")


def rounding_of_first_loss(config, rows):
    """Four standard errors of the first loss in bfloat16: the noise of the tokens summed, and meant over the pairs."""
    pairs = min(len(rows), config.per_device_train_batch_size * config.gradient_accumulation_steps * WORLD)
    tokens = sum(len(row["chosen_ids"]) + len(row["rejected_ids"]) for row in rows) / len(rows)
    slope = config.beta if "hinge" in config.loss_type else config.beta / 2
    return 4 * slope * NOISE_OF_A_TOKEN * math.sqrt(tokens / pairs)


def expected_first_loss(run, config, rows):
    """The loss of a policy that still equals its reference, with its tolerance: ln 2 for `sigmoid`."""
    losses = config.loss_type if isinstance(config.loss_type, list) else [config.loss_type]
    weights = config.loss_weights or [1.0] * len(losses)
    at_reference = {"hinge": 1.0, "ipo": (1 / (2 * config.beta)) ** 2}
    expected = sum(weight * at_reference.get(loss, math.log(2)) for weight, loss in zip(weights, losses, strict=True))
    tolerance = TOLERANCE[run["precision"]] * max(1, expected, 10 * config.beta)
    return expected, max(tolerance, rounding_of_first_loss(config, rows)) if run["precision"] == "bfloat16" else tolerance


def make_trainer(run, config, rows, shared):
    check_config(config)
    dataset = Dataset.from_list([{key: row[key] for key in COLUMNS} for row in rows])
    return Trainer(model=str(run["policy"]), ref_model=None, args=config, train_dataset=dataset, **shared)


def batch_of(trainer, rows, model):
    """Mean loss of a batch by TRL, and (chosen, rejected) log-probabilities of each pair, from one forward pass."""
    inputs = trainer._prepare_inputs(trainer.data_collator(rows))
    with trainer.compute_loss_context_manager():
        loss, outputs = trainer.compute_loss(model, inputs, return_outputs=True)
    logps = selective_log_softmax(outputs.logits[:, :-1].float(), inputs["input_ids"][:, 1:])
    chosen, rejected = (logps * inputs["completion_mask"][:, 1:]).sum(1).chunk(2)
    return loss.item(), list(zip(chosen.tolist(), rejected.tolist(), strict=True))


def evaluate(trainer, rows, check):
    """Loss and rewards, means over pairs, and per case the log-probability of chosen less rejected."""
    results = []
    for indices, counts in rounds(len(rows), trainer.args.per_device_eval_batch_size):
        check(indices.start)
        batch = [rows[i] for i in indices]
        loss, logps = batch_of(trainer, batch, trainer.model_wrapped)
        if counts:
            results += [
                (row["record_id"], loss, pair, (row["ref_chosen_logps"], row["ref_rejected_logps"]))
                for row, pair in zip(batch, logps, strict=True)
            ]
    results = everyones(results)
    beta, count = trainer.beta, len(results)
    rewards = [(beta * (pair[0] - ref[0]), beta * (pair[1] - ref[1])) for _, _, pair, ref in results]
    return {
        "loss": sum(loss for _, loss, _, _ in results) / count,
        "chosenReward": sum(chosen for chosen, _ in rewards) / count,
        "rejectedReward": sum(rejected for _, rejected in rewards) / count,
        "margin": sum(chosen - rejected for chosen, rejected in rewards) / count,
        "accuracy": sum(chosen > rejected for chosen, rejected in rewards) / count,
    }, {record: pair[0] - pair[1] for record, _, pair, _ in results}
