"""Settings for the tests: the engine's, over folders and databases that the tests make themselves."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="jikimi-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in ("HOME", "KEYS", "RUNTIME"):
    _part = _folder / _name.lower()
    _part.mkdir(mode=0o700)
    os.environ[f"JIKIMI_{_name}"] = str(_part)
os.environ.pop("JIKIMI_DATABASE", None)
os.environ.pop("CREDENTIALS_DIRECTORY", None)
# Tests start hundreds of processes: without the compiled files each would compile 200 modules of ours anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from jikimi.service.settings.engine import *  # noqa: E402, F403

DATABASES["default"]["TEST"] = {"NAME": str(_folder / "tests.sqlite3")}  # noqa: F405
TESTS_FOLDER = _folder
