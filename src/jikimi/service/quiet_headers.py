"""Headers that keep a page from leaving traces and from using what it does not need."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb",
)  # fmt: skip
_NEVER_NEEDED = ", ".join(f"{feature}=()" for feature in _FEATURES)


class QuietHeaders:
    """Pages are not stored (also not for the way back after leaving); static files may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response["Permissions-Policy"] = _NEVER_NEEDED
        response["X-Robots-Tag"] = "noindex"
        return response
