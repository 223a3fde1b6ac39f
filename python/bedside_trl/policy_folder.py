"""The folder of the policy that results: weights from training, everything else as it was in the starting policy."""
import json
import math
import os
import shutil
import struct

from .files import write_atomically

# Transformers would write these anew in its latest form, which others, ours among them, do not all read.
COPIED = (
    "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
    "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model",
)
DTYPES = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}


def headers(folder):
    """Name, type and shape of every tensor in the weight files of a folder."""
    tensors = {}
    for file in sorted(folder.glob("model*.safetensors")):
        with open(file, "rb") as weights:
            tensors |= json.loads(weights.read(struct.unpack("<Q", weights.read(8))[0]))
    tensors.pop("__metadata__", None)
    return tensors


def stored_dtype(folder):
    """The type of the weights in a folder."""
    kind = next(iter(headers(folder).values()))["dtype"]
    return DTYPES.get(kind, kind.lower())


def count_parameters(folder):
    """Numbers in the weight files of a folder: tied weights are there once."""
    return sum(math.prod(tensor["shape"]) for tensor in headers(folder).values())


def with_both_spellings(config, dtype):
    """Transformers 5 writes only the newer names of two keys and others read only the older; both are given."""
    config = {**config, "dtype": dtype, "torch_dtype": dtype}
    parameters = config.get("rope_parameters")
    if "rope_theta" in config and parameters is None:
        config["rope_parameters"] = {"rope_theta": config["rope_theta"], "rope_type": "default"}
    elif parameters and "rope_theta" in parameters and "rope_theta" not in config:
        config["rope_theta"] = parameters["rope_theta"]
    return config


def write_policy(weights, policy, output):
    """Moves weight files from `weights` to `output`, and puts the rest of a checkpoint beside them."""
    config = json.loads((policy / "config.json").read_text(encoding="utf-8"))
    dtype = stored_dtype(weights)
    for old in output.glob("model*.safetensors*"):
        old.unlink()
    for file in sorted(weights.glob("model*.safetensors*")):
        os.replace(file, output / file.name)
    for name in COPIED:
        if (policy / name).exists():
            shutil.copyfile(policy / name, output / name)
    text = json.dumps(with_both_spellings(config, dtype), indent=2, ensure_ascii=False) + "\n"
    write_atomically(output / "config.json", text)
