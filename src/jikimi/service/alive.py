"""Which processes are running: noted by `serve`, read by `status`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from jikimi.service.paths import runtime_folder

_FILE: Final = "processes.json"
_LARGEST: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Noted:
    """`born` is the start time in clock ticks: a number of the kernel's by which a reused pid is known."""

    name: str
    pid: int
    born: int
    restarts: int


def note(processes: list[Noted]) -> None:
    """Replaces what was noted."""
    from jikimi.seal.private_file import write_private

    content = json.dumps([asdict(one) for one in processes]).encode()
    write_private(runtime_folder() / _FILE, content, replace=True)


def forget() -> None:
    (runtime_folder() / _FILE).unlink(missing_ok=True)


def noted() -> list[tuple[Noted, bool]]:
    """What `serve` noted last, and whether each is alive."""
    try:
        content = (runtime_folder() / _FILE).read_bytes()[:_LARGEST]
        listed = [Noted(**one) for one in json.loads(content)]
    except (OSError, ValueError, TypeError):
        return []
    return [(one, born_at(one.pid) == one.born) for one in listed]


def born_at(pid: int) -> int | None:
    """None if there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])
