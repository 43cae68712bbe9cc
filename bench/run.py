"""All measurements, one after the other: bench.run [--photos DIR --others DIR --portraits DIR]."""

from __future__ import annotations

import argparse
import subprocess
import sys

FOLDERS = {
    "recall": ("photos", "others"),
    "portraits": ("portraits", "photos"),
    "scores": ("portraits", "photos"),
    "hard_negatives": ("photos",),
    "false_alarms": ("photos", "others"),
    "video": ("photos", "others"),
    "throughput": ("photos", "others"),
    "pdq_lookups": ("photos", "others"),
    "post_to_sighting": (),
    "false_gone": (),
    "takedown_load": (),
    "leak": ("photos", "others", "portraits"),
    "sscd": ("photos", "others", "portraits"),
}
"""Every bench, and which folders it takes."""


def arguments(name: str, given: dict[str, str | None]) -> list[str]:
    """What a bench is started with."""
    return [word for folder in FOLDERS[name] if (path := given[folder]) for word in (f"--{folder}", path)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for folder in ("photos", "others", "portraits"):
        parser.add_argument(f"--{folder}")
    given = vars(parser.parse_args())
    failed = []
    for name in FOLDERS:
        print(f"== {name}", flush=True)
        started = [sys.executable, "-m", f"bench.{name}", *arguments(name, given)]
        if subprocess.run(started, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"Without a result: {', '.join(failed)}. What was measured before is still there.")


if __name__ == "__main__":
    main()
