"""The door. It holds no key that opens anything."""

from __future__ import annotations

from jikimi.service.config import load
from jikimi.service.process_secret import process_secret
from jikimi.service.settings import web
from jikimi.service.settings.base import *  # noqa: F403
from jikimi.service.settings.base import INSTALLED_APPS as SHARED_APPS

SECRET_KEY = process_secret("door")
ROOT_URLCONF = "jikimi.door.urls"
INSTALLED_APPS = [*SHARED_APPS, "django.contrib.staticfiles", "csp", "jikimi.door"]
MIDDLEWARE = web.MIDDLEWARE
TEMPLATES = web.TEMPLATES
CONTENT_SECURITY_POLICY = web.POLICY
STATIC_URL = "static/"
STATICFILES_DIRS = web.LOOK
WHITENOISE_USE_FINDERS = True
_config = load()
JIKIMI_LEAVE_TO = _config.door.leave_to
JIKIMI_CENTRE_CONTACT = _config.centre.contact
globals().update(web.for_site("door", _config.door))
