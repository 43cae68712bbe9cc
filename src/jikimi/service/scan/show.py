"""Telling the helper: sightings on standard output as they come, progress on standard error."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from jikimi.fingerprint.strength import in_words
from jikimi.service.scan.as_json import sighting_json, summary_json
from jikimi.service.scan.as_lines import sighting_line, summary_lines
from jikimi.service.scan.look import Looked
from jikimi.service.scan.plain import plain
from jikimi.service.scan.protected import Protected
from jikimi.service.scan.tally import Tally


class ReaderGone(Exception):
    """Nobody reads our standard output any more, or it cannot be written."""


class Screen:
    """Errors: ReaderGone, from everything that writes to standard output."""

    def __init__(self, place: str, *, as_json: bool) -> None:
        self._place = place
        self._as_json = as_json
        self._unit = "post"
        self._errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self._bar = Progress(
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            TextColumn("{task.fields[words]}", markup=False),
            console=self._errors,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=None, words="Getting ready …")
        # On one and the same terminal the bar must step aside for each line.
        self._beside_the_bar = sys.stdout.isatty() and sys.stderr.isatty()

    def __enter__(self) -> Screen:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def ready(self, protected: Protected, unit: str) -> None:
        self._unit = unit
        for photo, why in protected.refused:
            self._errors.print(f"Cannot look for {plain(photo)}: {plain(why)}")
        for photo, strength in protected.weak:
            self._errors.print(f"{plain(photo)} {in_words(strength)}.")

    def looked(self, looked: Looked) -> None:
        for match in looked.matches:
            if self._as_json:
                self._out(sighting_json(looked, match, self._place))
            else:
                self._out(sighting_line(looked, match, self._place, self._unit))

    def progress(self, tally: Tally, share: float | None) -> None:
        looked_at = tally.pictures + tally.videos
        a_second = looked_at / tally.seconds if tally.seconds > 1 else 0
        words = f"{looked_at:,} files, {a_second:.0f} a second, {tally.found:,} found"
        self._bar.update(self._task, words=words)
        if share is not None:
            self._bar.update(self._task, total=1.0, completed=min(share, 1.0))

    def waiting(self, why: str, seconds: float) -> None:
        self._errors.print(f"{plain(why)} Trying again in {seconds:.0f} s.")

    def say(self, sentence: str) -> None:
        """To standard error."""
        self._errors.print(sentence)

    def summary(self, tally: Tally) -> None:
        self._bar.stop()
        self._beside_the_bar = False
        for line in [summary_json(tally)] if self._as_json else summary_lines(tally):
            self._out(line)

    def _out(self, line: str) -> None:
        if self._beside_the_bar:
            self._errors.print(line)
            return
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except OSError as error:
            raise ReaderGone from error
