"""Rewards of GRPO: the worker asks whoever runs the study over HTTP, and waits while it is not there."""
import json
import math
import time
import urllib.error
import urllib.request
from pathlib import Path

from .problems import Problem
from .processes import Stop

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 15.0


class NotNow(Exception):
    """Nobody answered, or not in the form of an answer: worth another try."""


def read_access(file):
    try:
        access = json.loads(file.read_text(encoding="utf-8"))
        return access["url"], access["token"]
    except (OSError, ValueError, KeyError, TypeError):
        raise NotNow("the file with the address of the rewards is not there") from None


def failure(error):
    """The Problem that an answer of 4xx or 5xx describes; NotNow when it describes none or asks for another token."""
    try:
        body = json.loads(error.read().decode("utf-8"))
        problem, record = str(body["problem"]), body.get("record")
    except (OSError, ValueError, KeyError, TypeError):
        problem = record = None
    if error.code == 401 or problem is None:
        return NotNow(f"the answer was {error.code}")
    return Problem(problem, record=record)


def check_scores(answer, samples, names):
    """[[number or None per reward] per sample]; throws Problem naming the record whose scores are not that."""
    scores = answer.get("scores") if isinstance(answer, dict) else None
    if not isinstance(scores, list) or len(scores) != len(samples):
        raise Problem(f"expected the rewards of {len(samples)} completions, got another answer")
    for sample, row in zip(samples, scores, strict=True):
        if not isinstance(row, list) or len(row) != len(names):
            raise Problem(f"expected {len(names)} rewards, got another answer", record=sample["id"])
        for name, value in zip(names, row, strict=True):
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            if value is not None and not is_number:
                raise Problem(f'reward "{name}": expected a finite number or null', record=sample["id"])
    return scores


class RewardClient:
    """Asks for the rewards of completions. `settings`: RewardsOfRun of run-file.ts."""

    def __init__(self, settings, folder):
        self.names = settings["names"]
        self.access = Path(folder) / settings["access"]
        self.timeout, self.give_up_after = settings["requestTimeout"], settings["giveUpAfter"]
        # Never through a proxy: completions stay on this machine or network.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask_once(self, samples):
        url, token = read_access(self.access)
        request = urllib.request.Request(
            url, data=json.dumps({"samples": samples}).encode("utf-8"), method="POST",
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"})
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                return json.loads(response.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            raise failure(error) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise NotNow(type(reason).__name__) from None

    def scores(self, samples):
        """
        Scores of samples {id, text, completionTokens, finish}. Tries again with growing pauses, reading the access
        anew; after `giveUpAfter` seconds, or when the run is asked to end, it throws Problem.
        """
        began, pause = time.monotonic(), FIRST_PAUSE
        while True:
            try:
                return check_scores(self.ask_once(samples), samples, self.names)
            except NotNow as reason:
                waited = time.monotonic() - began
                if waited + pause > self.give_up_after or Stop.asked:
                    raise Problem(
                        f"expected rewards within {self.give_up_after} seconds, got none ({reason})",
                        remedy="run the study again: training goes on from its last checkpoint") from None
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)
