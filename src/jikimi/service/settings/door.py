"""The door. It holds no key that opens anything."""

from __future__ import annotations

from jikimi.service.config import load
from jikimi.service.process_secret import process_secret
from jikimi.service.settings import web
from jikimi.service.settings.base import *  # noqa: F403
from jikimi.service.settings.base import INSTALLED_APPS as SHARED_APPS

SECRET_KEY = process_secret("door")
ROOT_URLCONF = "jikimi.door.urls"
INSTALLED_APPS = [*SHARED_APPS, *web.APPS, "jikimi.door"]
_config = load()
JIKIMI_LEAVE_TO = _config.door.leave_to
JIKIMI_CENTRE_CONTACT = _config.centre.contact
JIKIMI_CENTRE_NAME = _config.centre.name
JIKIMI_PLAYBOOKS = _config.playbooks
# Behind a web server of the operator's, which says from where a request comes.
JIKIMI_BEHIND_PROXY = _config.door.https
CSRF_FAILURE_VIEW = "jikimi.door.pages.page.form_refused"
# The largest form that is taken in here is a page of words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40
DATA_UPLOAD_MAX_NUMBER_FILES = 0
globals().update(web.for_site("door", _config.door))
