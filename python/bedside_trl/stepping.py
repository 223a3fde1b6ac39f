"""What our trainers share beside TRL's own steps: counts of tokens, evaluations of ours, and the end of a run."""
from .problems import Problem, Stopped


class Stepping:
    """
    Mixed into TRL's trainers. `look` is called where Trainer would evaluate; the counts are of this process since the
    last step, as tensors, so that nothing waits for the device.
    """

    loss_tokens = 0
    tokens = 0
    look = follow = None
    metrics_of_step = staticmethod(lambda logs: {})

    def count(self, loss_mask, tokens):
        if self.model.training:
            self.loss_tokens = self.loss_tokens + loss_mask.sum()
            self.tokens = self.tokens + tokens

    def take_counts(self):
        counts = (self.loss_tokens, self.tokens)
        self.loss_tokens = self.tokens = 0
        return counts

    def evaluate(self, *args, **kwargs):
        try:
            self.look()
        except (Problem, Stopped):
            # Trainer saves after it evaluates; here nothing comes after it.
            self.follow.save_if_safe()
            raise
        return {}

    def _run_epoch(self, *args, **kwargs):
        # Trainer would train one more step when a run that was cut off after its last step goes on.
        if self.state.global_step >= self.state.max_steps:
            self.control.should_training_stop = True
            return
        self.order_epoch(kwargs["epoch"])
        super()._run_epoch(*args, **kwargs)

    def order_epoch(self, epoch):
        """Called before an epoch, for an order of rows that Trainer does not restore when a run goes on."""

    def _save(self, output_dir=None, state_dict=None):
        # ZeRO-2 gathers copies, in which Transformers no longer sees that two names are one weight: it would save both.
        if state_dict is not None and self.model.config.tie_word_embeddings:
            inner = self.accelerator.unwrap_model(self.model)
            tied = getattr(inner, "all_tied_weights_keys", None) or {}
            state_dict = {name: weight for name, weight in state_dict.items() if name not in tied}
        super()._save(output_dir, state_dict)

    def create_model_card(self, *args, **kwargs):
        """A card in each checkpoint would take time, and nobody reads it."""
