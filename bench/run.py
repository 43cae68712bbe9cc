"""All measurements, one after the other: bench.run [--photos DIR --others DIR]."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("recall", "video", "throughput", "post_to_sighting", "false_gone", "takedown_load")


def main() -> None:
    for name in BENCHES:
        print(f"== {name}", flush=True)
        folders = sys.argv[1:] if name in ("recall", "video", "throughput") else []
        subprocess.run([sys.executable, "-m", f"bench.{name}", *folders], check=True)


if __name__ == "__main__":
    main()
