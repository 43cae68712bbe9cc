"""What the settings of all three processes share. Nothing here names a key."""

from __future__ import annotations

from pathlib import Path

from jikimi.service import secret_keeping
from jikimi.service.config import database_address
from jikimi.service.paths import database_file
from jikimi.service.settings.database import postgresql, sqlite

DEBUG = False
ALLOWED_HOSTS: list[str] = []
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("ur", "اردو")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = ["jikimi.cases", "jikimi.watch", "jikimi.takedown"]

_address = database_address()
DATABASES = {"default": postgresql(_address) if _address else sqlite(database_file())}

LOGGING = secret_keeping.LOGGING

JIKIMI_HOLDS_ENGINE_KEY = False

# What the door shows; the operator's configuration fills them in.
JIKIMI_LEAVE_TO = ""
JIKIMI_CENTRE_CONTACT = ""
JIKIMI_CENTRE_NAME = ""
JIKIMI_PLAYBOOKS: tuple[Path, ...] = ()
JIKIMI_BEHIND_PROXY = False
