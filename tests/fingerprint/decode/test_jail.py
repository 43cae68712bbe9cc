"""What a worker that a picture has taken over can still do: nothing to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jikimi.fingerprint.decode.jail import Walls
from jikimi.fingerprint.decode.pixels import canonical_pixels
from jikimi.fingerprint.decode.pool import DecoderPool
from jikimi.fingerprint.seen import fingerprint_seen
from tests.fingerprint.decode.hostile import FORMS
from tests.fingerprint.decode.pictures import coffee, encode
from tests.fingerprint.decode.profiles import profile

TRY = """
import os, socket, sys, ctypes, signal
from jikimi.fingerprint.decode.jail import shut_in
attempts = {
    "read a file": lambda: open("/etc/passwd").read(),
    "write a file": lambda: open("/tmp/from-a-worker", "w"),
    "list a folder": lambda: os.listdir("/"),
    "open a socket": lambda: socket.socket(),
    "open a local socket": lambda: socket.socket(socket.AF_UNIX),
    "start a process": lambda: os.fork(),
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "look into its parent": lambda: open(f"/proc/{os.getppid()}/environ", "rb").read(1),
    "raise its limits": lambda: __import__("resource").setrlimit(7, (9999, 9999)),
    "take much memory": lambda: bytearray(4 * 2**30),
    "become root again": lambda: os.setresuid(0, 0, 0),
}
import resource
walls = shut_in(os.getppid())
for name, attempt in attempts.items():
    try:
        attempt()
        print("could", name)
    except (OSError, MemoryError, ValueError):
        print("refused to", name)
"""


FILTERED = ("x86_64", "aarch64")


@pytest.fixture(scope="module")
def said() -> str:
    if os.uname().machine not in FILTERED:
        pytest.skip("there is no list of system calls for this processor")
    done = subprocess.run(
        [sys.executable, "-c", TRY], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_nothing_can_be_done_from_inside(said: str) -> None:
    assert "could" not in said
    assert said.count("refused to") == 12


def test_every_wall_stands_in_a_running_worker() -> None:
    with DecoderPool(1) as pool:
        assert Walls.BOUNDED | Walls.DIES_WITH_PARENT | Walls.NO_NEW_PRIVILEGES in pool.walls
        assert Walls.NOT_ROOT in pool.walls
        if os.uname().machine in FILTERED:
            assert Walls.NO_NETWORK | Walls.FEW_SYSTEM_CALLS in pool.walls


def variants() -> Iterator[tuple[str, bytes]]:
    for form in FORMS:
        yield form, encode(coffee(), form)
    for mode, form in (
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "WEBP"),
    ):
        yield f"{mode} {form}", encode(coffee().convert(mode), form)
    for form in ("JPEG", "PNG", "WEBP", "AVIF"):
        yield f"{form} with a profile", encode(coffee(), form, icc_profile=profile("grb"))
    for form in ("JPEG", "PNG", "GIF", "BMP", "WEBP"):
        yield f"{form} cut", encode(coffee(), form)[:-9000]
    yield "large", encode(coffee().resize((3301, 2201)), "JPEG")


def test_the_walls_change_nothing_in_what_is_read() -> None:
    with DecoderPool(1) as pool:
        for name, data in variants():
            seen = fingerprint_seen(canonical_pixels(data))
            walled = pool.fingerprint_now(data)
            assert (walled.pdq, walled.width, walled.height) == (seen.pdq, seen.width, seen.height), name


def test_a_worker_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIKIMI_MATRIX_TOKEN", "syt_never")
    with DecoderPool(1) as pool:
        shown = Path(f"/proc/{pool.process_ids[0]}")
        assert b"syt_never" not in (shown / "cmdline").read_bytes()
        if os.geteuid() == 0:
            assert b"JIKIMI" not in (shown / "environ").read_bytes()
