"""Every target for a bounded time: python -m fuzz [TARGET ...] [--seconds 60] [--seed 1].

An input that breaks something is kept under build/fuzz/ and named; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from fuzz.mutations import mutations
from fuzz.targets import NAMES, target

FOUND = Path(__file__).parents[1] / "build" / "fuzz"
LONGEST = 4096
"""Bytes of an input: a record of a hundred points, and a film of several such."""

SLOWEST = 5
"""Seconds that one input may take before it counts as a find."""

PLAIN_A_SECOND = 500


def fuzz(name: str, seconds: int, seed: int) -> tuple[bool, str]:
    """Whether nothing was found, and a line that says how much was tried."""
    if find_spec("atheris") is None:
        return _plainly(name, seconds * PLAIN_A_SECOND, seed)
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(target(name).seeds()):
            (Path(corpus) / f"{number:03}").write_bytes(data)
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            f"-timeout={SLOWEST}",
            "-rss_limit_mb=2048",
        ]
        kept = [f"-seed={seed}", f"-artifact_prefix={FOUND}/{name}-"]
        command = [sys.executable, "-m", "fuzz.one", name, *limits, *kept, corpus]
        done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    said = done.stdout + done.stderr
    if done.returncode:
        return False, said[-4000:]
    runs = re.search(r"Done (\d+) runs", said)
    reached = re.findall(r"cov: (\d+)", said)
    return True, f"{runs[1] if runs else '?'} inputs, {reached[-1] if reached else '?'} branches reached"


def _plainly(name: str, count: int, seed: int) -> tuple[bool, str]:
    """Without atheris (it has no wheel for this machine): simple changes, and nothing that learns."""
    chosen = target(name)
    for data in mutations(chosen.seeds(), count, seed):
        try:
            chosen.one_input(data)
        except Exception as trouble:
            FOUND.mkdir(parents=True, exist_ok=True)
            (FOUND / f"{name}-plain").write_bytes(data)
            return False, f"{type(trouble).__name__}: {trouble} on {FOUND / name}-plain"
    return True, f"{count} inputs, without atheris"


def main() -> None:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=NAMES, help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sound = True
    for name in asked.targets:
        well, line = fuzz(name, asked.seconds, asked.seed)
        print(f"{name:10} {'nothing found' if well else 'FOUND'}: {line}", flush=True)
        sound &= well
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
