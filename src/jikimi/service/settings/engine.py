"""The engine: watches, matches, sends and checks. The only settings that may hold the engine's key."""

from __future__ import annotations

import secrets

from jikimi.service.settings.base import *  # noqa: F403

JIKIMI_HOLDS_ENGINE_KEY = True

# The engine signs nothing for browsers; what it must have is made anew each time.
SECRET_KEY = secrets.token_urlsafe(48)
