"""The text of a completion as everybody else reads it: without what a model thinks aloud before it answers."""
OPENS, CLOSES = "<think>", "</think>"


def without_thoughts(text):
    """What follows the last thought; empty when the text ends within one. Servers' answers are read in the same way."""
    _, closed, answer = text.rpartition(CLOSES)
    if closed:
        return answer.lstrip()
    return "" if text.lstrip().startswith(OPENS) else text


def text_of(tokens, tokenizer):
    """The answer that tokens say, special tokens left out."""
    text = tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return without_thoughts(text)
