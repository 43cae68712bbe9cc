"""The keys that notices are signed with, where machines look for them."""

from __future__ import annotations

from datetime import UTC

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.views.decorators.http import require_safe

from jikimi.takedown.answers import published_keys

FORMAT = "jikimi-notice-keys-1"


@require_safe
def notice_key(request: HttpRequest) -> HttpResponse:
    """The key in use, as PEM; 404 before the first notice."""
    newest = published_keys().first()
    if newest is None:
        return HttpResponseNotFound("There is no key yet.\n", content_type="text/plain; charset=utf-8")
    return HttpResponse(newest.public_pem, content_type="application/x-pem-file")


@require_safe
def notice_keys(request: HttpRequest) -> HttpResponse:
    """All keys that were ever in use, the newest first: docs/verify-a-notice.md says what the fields mean."""
    keys = [
        {
            "algorithm": "Ed25519",
            "id": key.key_id,
            "first_used_at": key.first_used_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "public_key_pem": key.public_pem,
        }
        for key in published_keys()
    ]
    return JsonResponse({"format": FORMAT, "keys": keys})
