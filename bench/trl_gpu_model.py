"""Writes a randomly initialised checkpoint: trl_gpu_model.py CONFIG FOLDER TOKENIZER

CONFIG is a config.json of Transformers, TOKENIZER a folder whose tokenizer and template the model gets; the model's
vocabulary may be larger. Weights are drawn in bfloat16 and saved in pieces.
"""
import json
import os
import shutil
import sys
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import torch
from transformers import AutoConfig, AutoModelForCausalLM

config = json.loads(Path(sys.argv[1]).read_text())
folder, tokenizer = Path(sys.argv[2]), Path(sys.argv[3])
torch.manual_seed(1)
model = AutoModelForCausalLM.from_config(AutoConfig.for_model(**config), dtype=torch.bfloat16)
model.save_pretrained(folder, max_shard_size="2GB")
for file in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
    if (tokenizer / file).exists():
        shutil.copyfile(tokenizer / file, folder / file)
