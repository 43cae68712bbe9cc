"""At a terminal the yeses are asked for, one by one, and no is what silence means."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installation import Installation


def _at_a_terminal(installation: Installation, answers: str, *arguments: str) -> tuple[int, str]:
    """Exit status, and what stood on the terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "jikimi.service.cli", *arguments],
        env=installation.environment, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(ours)
    return process.wait(60), shown.decode()


@pytest.mark.parametrize(
    ("answers", "said_yes_to"),
    [
        ("y\ny\nn\nn\n", "watch,ask_platforms"),
        ("y\n\n\n\n", "watch"),
        ("y\ny\ny\ny\n", "watch,ask_platforms,share_with_platforms,give_to_police"),
    ],
)
def test_each_yes_is_asked_for_by_itself(empty_home: Installation, answers: str, said_yes_to: str) -> None:
    status, shown = _at_a_terminal(empty_home, answers, "case", "open")
    assert status == 0, shown
    assert shown.count("[y/N]") == 4
    assert "What was already asked cannot be unasked." in shown
    assert empty_home.run("case", "list").stdout.split()[-1] == said_yes_to


def test_without_a_yes_to_watching_no_photo_is_even_read(empty_home: Installation, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"not even a picture")
    status, shown = _at_a_terminal(
        empty_home, "n\ny\ny\ny\n", "protect", str(photo), "--kind", "original", "--case", "new"
    )
    assert status == 2
    assert "nothing may be kept" in shown
    assert list(empty_home.home.iterdir()) == []
