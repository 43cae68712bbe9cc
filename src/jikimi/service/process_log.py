"""What a supervised process said, in a file that does not grow without end."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

LARGEST: Final = 2 * 1024 * 1024
_LONGEST_LINE: Final = 4000


class ProcessLog:
    """`NAME.log`, and the part before it as `NAME.log.1`. A full disk loses lines, never the process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.last = ""
        self._lock = threading.Lock()

    def write(self, line: bytes) -> None:
        with self._lock:
            said = line.decode("utf-8", "replace").strip()
            self.last = said[:_LONGEST_LINE] or self.last
            try:
                self._rotate()
                with self.path.open("ab") as file:
                    file.write(line[:_LONGEST_LINE].rstrip(b"\n") + b"\n")
            except OSError:
                return

    def _rotate(self) -> None:
        if self.path.exists() and self.path.stat().st_size >= LARGEST:
            self.path.replace(self.path.with_name(self.path.name + ".1"))
