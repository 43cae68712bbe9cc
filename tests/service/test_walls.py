"""The door and the desk cannot open the keys even when told to: the kernel refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from jikimi.service.walls import landlock_version
from tests.installation import Installation

pytestmark = pytest.mark.skipif(landlock_version() == 0, reason="this kernel has no Landlock")

TRY = """
import os, sys
from pathlib import Path
from jikimi.service.child import prepare_site
assert prepare_site("{process}")
for path in sys.argv[1:]:
    try:
        Path(path).read_bytes()
        print("read")
    except PermissionError:
        print("refused")
try:
    os.listdir(Path(sys.argv[1]).parent)
    print("listed")
except PermissionError:
    print("refused")
try:
    Path(sys.argv[1]).write_bytes(b"x")
    print("written")
except PermissionError:
    print("refused")
try:
    Path(f"/proc/{{os.getppid()}}/mem").open("rb").close()
    print("looked")
except PermissionError:
    print("refused")
from jikimi.service.process_secret import process_secret
print(len(process_secret("{process}")) > 40)
from jikimi.service.django_setup import django_setup
django_setup("{process}")
from jikimi.cases.models import Case, LedgerHead
head = LedgerHead.objects.get()
print(Case.objects.count())
"""


@pytest.mark.parametrize("process", ["door", "desk"])
def test_a_site_reads_its_own_secret_and_the_database_but_no_key(tmp_path: Path, process: str) -> None:
    installation = Installation(tmp_path / "installation")
    assert installation.run("case", "open", "--consent", "watch").returncode == 0
    plain = installation.keys / "engine.key"
    unlocked = installation.runtime / "engine.key"
    unlocked.write_bytes(plain.read_bytes())
    # A link that leads back above the keys must open no way around the wall.
    (tmp_path / "around").symlink_to(tmp_path)
    other = installation.keys / ("desk" if process == "door" else "door")
    other.mkdir(mode=0o700)
    (other / "secret-key").write_text("s" * 64)
    (installation.runtime / "processes.json").write_text("[]")

    around = tmp_path / "around" / "installation" / "keys" / "engine.key"
    tried = (plain, unlocked, other / "secret-key", around)
    ended = installation.python("-c", TRY.format(process=process), *tried)

    assert ended.stdout.split() == ["refused"] * 7 + ["True", "1"], ended.stderr
    assert plain.read_bytes() == unlocked.read_bytes()
