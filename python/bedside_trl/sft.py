"""SFT and continued training (`lm`) by TRL's SFTTrainer, on rows that are tokens already.

`lm` differs from the embedded engine's in one thing: cases are packed once, in the order given, and the packed rows are
shuffled; the embedded engine shuffles the cases and packs them anew in every epoch.
"""
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

from .files import read_rows
from .packing import NOT_LEARNT, pack
from .processes import everyones, rounds
from .stepping import Stepping

CONFIG = SFTConfig
HAS_FIGURE = False


class Trainer(Stepping, SFTTrainer):
    """SFTTrainer that takes tokens as they are."""

    def _prepare_dataset(self, dataset, processing_class, args, *rest, **kwargs):
        return dataset.shuffle(seed=args.seed) if args.shuffle_dataset else dataset

    def compute_loss(self, model, inputs, *args, **kwargs):
        self.count(inputs["labels"][:, 1:] != NOT_LEARNT, inputs["attention_mask"].sum())
        return super().compute_loss(model, inputs, *args, **kwargs)


def encode(run, encoding, file):
    """Rows {input_ids, labels} of a file; `lm` has the whole context in a row."""
    rows = read_rows(run["folder"] / file, ("record_id", "prompt", "completion"))
    encoded = encoding.all("tokenising", rows, lambda row: (
        row["record_id"], *encoding.example(row["record_id"], row["prompt"], row["completion"]), row.get("episode")))
    if run["method"] == "lm":
        # TRL's name for learning completions only; False or unset: all tokens.
        only = run["arguments"].get("completion_only_loss") is True
        return pack([case[1:] for case in encoded], encoding.context, only)
    return [
        {"record_id": record, "input_ids": prompt + completion, "labels": [NOT_LEARNT] * len(prompt) + completion}
        for record, prompt, completion, _ in encoded
    ]


def make_trainer(run, config, rows, shared):
    dataset = Dataset.from_list([{key: row[key] for key in ("input_ids", "labels")} for row in rows])
    return Trainer(model=str(run["policy"]), args=config, train_dataset=dataset, **shared)


def evaluate(trainer, rows, check):
    """The mean loss over all loss tokens of the rows; there is no figure per case."""
    sums = []
    for indices, counts in rounds(len(rows), trainer.args.per_device_eval_batch_size):
        check(indices.start)
        batch = trainer._prepare_inputs(trainer.data_collator([rows[i] for i in indices]))
        tokens = (batch["labels"][:, 1:] != NOT_LEARNT).sum().item()
        with trainer.compute_loss_context_manager():
            loss = trainer.compute_loss(trainer.model_wrapped, batch).item()
        if counts:
            sums.append((loss * tokens, tokens))
    sums = everyones(sums)
    return {"loss": sum(loss for loss, _ in sums) / sum(tokens for _, tokens in sums)}, None
