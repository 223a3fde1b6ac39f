"""The processes of a run: which one this is, what they tell one another, and being asked to end."""
import os
import signal
import threading
import time

RANK = int(os.environ.get("RANK", "0"))
WORLD = int(os.environ.get("WORLD_SIZE", "1"))
IS_FIRST = RANK == 0


class Stop:
    """Whether somebody asked this process to end (SIGTERM, SIGINT): it ends where it can go on from later."""

    asked = False

    @classmethod
    def listen(cls):
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, cls.ask)

    @classmethod
    def ask(cls, *_):
        cls.asked = True


# torchrun, where this process is one of its; read at the start, for a parent that has ended is replaced by another.
TORCHRUN = os.getppid() if "TORCHELASTIC_RUN_ID" in os.environ else None


def is_left_alone():
    """Whether torchrun is gone and this process goes on without it."""
    return TORCHRUN is not None and os.getppid() != TORCHRUN


def end_with_torchrun():
    """
    Ends this process by force once torchrun is gone. torchrun gives each process a session of its own, so that force
    used on the group of a job ends torchrun alone, and they would go on beside whoever continues the job.
    """
    if TORCHRUN is None:
        return

    def watch():
        while not is_left_alone():
            time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def total(values, device):
    """Sums of numbers or tensors over all processes, as floats; every process must call it."""
    import torch
    import torch.distributed as dist

    tensor = torch.stack([torch.as_tensor(value, dtype=torch.float64, device=device) for value in values])
    if dist.is_available() and dist.is_initialized() and dist.get_world_size() > 1:
        dist.all_reduce(tensor)
    return tensor.tolist()


def everyones(rows):
    """The rows of all processes in the order of their ranks; every process must call it."""
    import torch.distributed as dist

    if WORLD == 1:
        return list(rows)
    parts = [None] * WORLD
    dist.all_gather_object(parts, list(rows))
    return [row for part in parts for row in part]


def rounds(count, size):
    """
    Divides `count` rows among the processes in rounds of at most `size` rows each, so that every process has equally
    many in a round (collective operations need that): yields (indices, whether they count). Where fewer rows are left
    than processes, the others repeat one, and it does not count.
    """
    start = 0
    while start < count:
        each = min(size, max(1, (count - start) // WORLD))
        own = start + RANK * each
        counts = own + each <= count
        yield (range(own, own + each) if counts else range(start, start + each)), counts
        start += each * WORLD
