"""The desk. It holds no key that opens anything."""

from __future__ import annotations

from jikimi.service.config import load
from jikimi.service.process_secret import process_secret
from jikimi.service.settings import web
from jikimi.service.settings.base import *  # noqa: F403
from jikimi.service.settings.base import INSTALLED_APPS as SHARED_APPS

SECRET_KEY = process_secret("desk")
ROOT_URLCONF = "jikimi.desk.urls"
INSTALLED_APPS = [*SHARED_APPS, *web.APPS, "jikimi.desk"]
globals().update(web.for_site("desk", load().desk))
