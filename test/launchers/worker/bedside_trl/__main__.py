"""Counts to `steps` of run.json, `pause` seconds each. Told to end it saves and exits with 143; started again it goes on."""
import json
import os
import signal
import sys
import time

run = json.load(open(sys.argv[1], encoding="utf-8"))
rank, ranks = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
saved = f"saved-{rank}"
told = []
signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
step = int(open(saved, encoding="utf-8").read()) if os.path.exists(saved) else 0
print(f"rank {rank} of {ranks} begins at {step}, offline {os.environ.get('HF_HUB_OFFLINE')}", flush=True)
with open("seen.jsonl", "a", encoding="utf-8") as seen:
    print(json.dumps({"rank": rank, "ranks": ranks, "at": step, "variables": sorted(os.environ)}), file=seen)
while step < run["steps"] and not (told and run.get("obeys", True)):
    time.sleep(run["pause"])
    step += 1
    with open(f"{saved}.part", "w", encoding="utf-8") as part:
        print(step, file=part)
    os.replace(f"{saved}.part", saved)
if step < run["steps"]:
    time.sleep(run.get("saving", 0))
    print(f"rank {rank} saved at {step}", flush=True)
    sys.exit(143)
if run.get("exit"):
    sys.exit(run["exit"])
if rank == 0:
    with open("result.json.part", "w", encoding="utf-8") as part:
        json.dump({"ok": True, "versions": {}, "counts": {"steps": step, "ranks": ranks}}, part)
    os.replace("result.json.part", "result.json")
