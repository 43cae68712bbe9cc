"""The page of one form sheet, shown by the command itself: it holds the engine's key, the desk never does."""

from __future__ import annotations

import secrets

from jikimi.service.config.models import Site
from jikimi.service.settings import web
from jikimi.service.settings.base import *  # noqa: F403
from jikimi.service.settings.base import INSTALLED_APPS as SHARED_APPS

JIKIMI_HOLDS_ENGINE_KEY = True
# Nothing that it signs outlives the page.
SECRET_KEY = secrets.token_urlsafe(48)
ROOT_URLCONF = "jikimi.desk.sheet_urls"
INSTALLED_APPS = [*SHARED_APPS, *web.APPS, "jikimi.desk"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
DATA_UPLOAD_MAX_NUMBER_FILES = 0
# Reached on this machine alone, whatever names the desk has.
globals().update(web.for_site("sheet", Site(port=1)))
