"""Runs jobs of the worker with their model divided among CPU processes, which Accelerate does for GPUs alone.

    torchrun --standalone --nproc-per-node 2 sharded_on_cpu.py FOLDER ...

with the variables of src/engines/trl/launchers/sharding.ts. Only what decides whether to divide is told that there are
GPUs; dividing, gathering and saving are those of FSDP and DeepSpeed. Prints a line of JSON: exit codes, and how each job
was divided: Accelerate's word for it, and the share of the weights that a process held.
"""
import json
import os
import sys

# DeepSpeed looks for a device of its own otherwise.
os.environ.setdefault("DS_ACCELERATOR", "cpu")

from accelerate.state import PartialState
from accelerate.utils import DistributedType

from bedside_trl import __main__ as worker
from bedside_trl import train

divided = []


def divide_on_cpu():
    """Accelerate divides what several GPUs train; processes that met without one are called so, on the CPU's device."""
    make = PartialState.__init__

    def init(self, *args, **kwargs):
        make(self, *args, **kwargs)
        if self.distributed_type in (DistributedType.NO, DistributedType.MULTI_CPU):
            PartialState._shared_state["distributed_type"] = DistributedType.MULTI_GPU

    PartialState.__init__ = init
    given = train.set_here
    train.set_here = lambda *of: {**given(*of), "use_cpu": False}


def note_division():
    """Looks at the model once it is trained."""
    save = train.save_policy

    def noting(run, trainer, output):
        # ZeRO-3 leaves a stub of each weight and keeps its share beside it; FSDP2 has a local part of a DTensor.
        here = sum(
            (p.ds_tensor if hasattr(p, "ds_tensor") else p.to_local() if hasattr(p, "to_local") else p).numel()
            for p in trainer.model.parameters())
        whole = sum(getattr(p, "ds_numel", None) or p.numel() for p in trainer.model.parameters())
        divided.append({"by": trainer.accelerator.distributed_type.value, "share": round(here / whole, 3)})
        save(run, trainer, output)

    train.save_policy = noting


if __name__ == "__main__":
    divide_on_cpu()
    note_division()
    codes = [worker.main([f"{folder}/run.json"]) for folder in sys.argv[1:]]
    if os.environ.get("RANK", "0") == "0":
        print(json.dumps({"codes": codes, "divided": divided}), flush=True)
