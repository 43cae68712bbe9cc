"""XARF v4 reports, one an address, for hosts whose machines read them: addresses and hashes, never a picture.

XARF has no type for non-consensual imagery; `content/exposed_data` is the nearest that validates.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, Final
from urllib.parse import urlsplit

from xarf import create_evidence, create_report, parse

from jikimi.routes.base import NamedLink, NotSent, OutgoingNotice
from jikimi.routes.email.machine_readable import utc

_DESCRIPTION: Final = (
    "Intimate content published without the consent of the person shown (original or altered). XARF has "
    "no type of its own for this. Please see notice {id}, to which this report is attached."
)


def xarf_reports(notice: OutgoingNotice, contact: str, domain: str) -> list[bytes]:
    """One JSON report for each link. Errors: NotSent (an address without a host, or XARF refuses)."""
    return [_report(notice, link, contact, domain) for link in notice.links]


def _report(notice: OutgoingNotice, link: NamedLink, contact: str, domain: str) -> bytes:
    host = _host(link.url)
    who = {"org": notice.sender_name[:200], "contact": contact, "domain": domain}
    extra: dict[str, Any] = {}
    if link.pdq:
        extra["evidence"] = [create_evidence("text/plain", link.pdq, description="PDQ hash of the picture")]
    made = create_report(
        category="content",
        type="exposed_data",
        source_identifier=host,
        reporter=who,
        sender=who,
        url=link.url,
        domain=host,
        data_types=["personal_information"],
        exposure_method="other",
        accessibility="public",
        description=_DESCRIPTION.format(id=notice.id),
        **extra,
    )
    if made.errors or made.report is None:
        raise _refused()
    report = made.report.model_dump(by_alias=True, exclude_none=True)
    # The same notice, sent again, is the same report: no second case at the other end.
    report["report_id"] = _stable_id(notice.id, link.url)
    report["timestamp"] = utc(notice.made_at)
    text = json.dumps(report, ensure_ascii=False, sort_keys=True, indent=1)
    if parse(text).errors:
        raise _refused()
    return text.encode()


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.scheme in {"http", "https"} else None
    except ValueError:
        host = None
    if not host:
        raise NotSent(
            "An address in this notice is not a web address, so no XARF report can be made of it. Take "
            "`attach_xarf` out of the platform's playbook.",
            try_again=False,
        )
    return host


def _stable_id(notice_id: str, url: str) -> str:
    digest = hashlib.sha256(f"{notice_id}\n{url}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _refused() -> NotSent:
    return NotSent(
        "The XARF report for this notice is not valid, so nothing was sent. Check [centre] in jikimi.toml, "
        "or take `attach_xarf` out of the platform's playbook.",
        try_again=False,
    )
