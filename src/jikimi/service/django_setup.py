"""Makes Django ready in this process. Called once by every command that touches the database."""

from __future__ import annotations

import os
from typing import Literal

Process = Literal["door", "desk", "engine", "sheet"]


def django_setup(process: Process = "engine") -> None:
    """Loads the settings of one process. A second call with the same process does nothing."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"jikimi.service.settings.{process}")
    if not apps.ready:
        django.setup()
