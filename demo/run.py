"""`python -m demo.run`: the main job before your eyes, on real servers, with benign pictures."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from demo.centre import CommandFailed
from demo.homeserver import HomeserverMissing
from demo.matrix_people import MatrixSaidNo
from demo.plan import FULL, make_plan
from demo.report import write_report
from demo.stopping import Stopped, be_deaf, listen
from demo.story import play
from demo.table import print_table

FAILED = 1
STOPPED = 130


def main() -> int:
    """0 if everything really happened, 1 with a sentence if not."""
    options = _options()
    console = Console(soft_wrap=True)
    listen()
    try:
        with tempfile.TemporaryDirectory(prefix="jikimi-demo-") as folder, ExitStack() as stack:
            console.print("Drawing benign pictures, and hiding disguised copies among them")
            stack.callback(be_deaf)
            result = play(make_plan(options.posts), options.a_second, Path(folder), stack, console)
    except Stopped:
        console.print("\nStopped. Everything that was started has been ended, and nothing was kept.")
        return STOPPED
    except (CommandFailed, HomeserverMissing, MatrixSaidNo, OSError) as trouble:
        console.print(f"[red]{trouble}[/red]", highlight=False)
        return FAILED
    print_table(result, console)
    report = write_report(result, options.report)
    console.print(f"The report, with a picture for every disguise: {report}", highlight=False)
    for problem in result.problems:
        console.print(f"[red]{problem}[/red]", highlight=False)
    return FAILED if result.problems else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.run", description=__doc__)
    parser.add_argument("--posts", type=int, default=FULL, help="how many posts the room gets")
    parser.add_argument("--a-second", type=float, default=8.0, help="how many posts a second")
    parser.add_argument("--report", type=Path, default=Path("demo-report.html"), help="where the report goes")
    options = parser.parse_args()
    if options.posts < 20 or not 0 < options.a_second <= 50:
        parser.error("give at least 20 posts, and between 0 and 50 posts a second")
    return options


if __name__ == "__main__":
    sys.exit(main())
