"""What the settings of the door and the desk have in common: a strict policy, no third party, no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

from jikimi.service.config.models import Site

APPS: Final = ["django.contrib.staticfiles", "csp"]
LOOPBACK_NAMES: Final = ["127.0.0.1", "localhost", "[::1]"]

# Everything comes from the site itself; nothing is framed, nothing is fetched by scripts yet.
POLICY: Final = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

MIDDLEWARE: Final = [
    "django.middleware.security.SecurityMiddleware",
    "jikimi.service.quiet_headers.QuietHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

LOOK: Final = [Path(__file__).parents[1] / "static"]


def for_site(name: str, site: Site) -> dict[str, Any]:
    """All that a site's settings hold beside its own addresses and bounds."""
    return {
        "MIDDLEWARE": MIDDLEWARE,
        "TEMPLATES": TEMPLATES,
        "CONTENT_SECURITY_POLICY": POLICY,
        "STATIC_URL": "static/",
        "STATICFILES_DIRS": LOOK,
        "WHITENOISE_USE_FINDERS": True,
        "ALLOWED_HOSTS": [*LOOPBACK_NAMES, *site.hosts],
        "CSRF_COOKIE_NAME": f"{name}_form",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": site.https,
        "LANGUAGE_COOKIE_NAME": f"{name}_language",
        "SESSION_COOKIE_NAME": f"{name}_session",
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": site.https,
        "SECURE_HSTS_SECONDS": 31_536_000 if site.https else 0,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if site.https else None,
        "SECURE_REFERRER_POLICY": "no-referrer",
        "X_FRAME_OPTIONS": "DENY",
    }
