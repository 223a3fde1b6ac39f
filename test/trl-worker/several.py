"""Runs several jobs of the worker one after another in one process: several.py FOLDER ..."""
import json
import sys

from bedside_trl.__main__ import main

print(json.dumps([main([f"{folder}/run.json"]) for folder in sys.argv[1:]]), flush=True)
