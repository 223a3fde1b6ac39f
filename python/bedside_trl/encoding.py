"""Conversations as tokens by the checkpoint's chat template, checked against the context: nothing is ever cut.

The ids are those that TRL would make itself of the same rows; doing it here names the record that cannot be encoded.
"""
from transformers import AutoConfig, AutoTokenizer

from .problems import Stopped, input_problem
from .processes import Stop


class Encoding:
    """The tokenizer and the context of a checkpoint."""

    def __init__(self, policy, progress, longest=None):
        try:
            self.tokenizer = AutoTokenizer.from_pretrained(policy, local_files_only=True)
        except (OSError, ValueError):
            raise input_problem("expected a tokenizer in the folder of the policy, got none that loads") from None
        if self.tokenizer.chat_template is None or self.tokenizer.eos_token_id is None:
            raise input_problem("expected a chat template and an eos_token in the policy's tokenizer, got none")
        if self.tokenizer.pad_token_id is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        context = getattr(AutoConfig.from_pretrained(policy).get_text_config(), "max_position_embeddings", None)
        limits = [limit for limit in (context, longest) if limit]
        self.context = min(limits) if limits else 2**31
        self.special = [token for token in self.tokenizer.all_special_tokens if token]
        self.progress = progress

    def check(self, record, messages):
        if not isinstance(messages, list) or not messages:
            raise input_problem("expected messages of a role and a content, got something else", record)
        for message in messages:
            content = message.get("content") if isinstance(message, dict) else None
            if not isinstance(content, str) or message.get("role") not in ("system", "user", "assistant"):
                raise input_problem("expected messages of a role and a content, got something else", record)
            spelt = next((token for token in self.special if token in content), None)
            if spelt is not None:
                raise input_problem(f"expected text, got the special token {spelt}", record, "remove it from the text")

    def ids(self, record, messages, is_prompt):
        try:
            return self.tokenizer.apply_chat_template(
                messages, add_generation_prompt=is_prompt, tokenize=True, return_dict=True)["input_ids"]
        except Exception as error:
            # What the template says may quote the text.
            raise input_problem(
                f"expected messages that the chat template renders, got {type(error).__name__}", record,
                "compare their roles with the template",
            ) from None

    def prompt(self, record, messages, room):
        """Ids of a prompt that leaves room for as many new tokens."""
        self.check(record, messages)
        ids = self.ids(record, messages, True)
        if len(ids) + room > self.context:
            raise input_problem(
                f"expected a prompt of at most {self.context - room} tokens (a context of {self.context} with room "
                f"for {room} new ones), got {len(ids)}", record)
        return ids

    def example(self, record, prompt, completion):
        """Ids of a prompt and of what follows it; the second must be an assistant's turn that the template ends."""
        self.check(record, completion)
        before = self.prompt(record, prompt, 0)
        whole = self.ids(record, prompt + completion, False)
        if whole[:len(before)] != before or len(whole) <= len(before):
            raise input_problem(
                f"expected the prompt's {len(before)} tokens at the start of the whole, got others", record,
                "the completion must begin with an assistant turn, which the template must open the same way each time")
        if len(whole) > self.context:
            raise input_problem(f"expected at most {self.context} tokens, got {len(whole)}", record)
        return before, whole[len(before):]

    def all(self, doing, rows, encode):
        """`encode(row)` of every row, with progress; ends at once when the run is asked to."""
        encoded = []
        for row in rows:
            if Stop.asked:
                raise Stopped
            encoded.append(encode(row))
            self.progress.report(doing, len(encoded), len(rows))
        return encoded
