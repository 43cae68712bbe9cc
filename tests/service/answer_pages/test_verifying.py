"""Is this notice genuine? The page and the key, in a running door."""

from __future__ import annotations

import json
import re

from tests.service.answer_pages.visitor import Sent, Visitor
from tests.service.serving import Serving


def ask(sites: Serving, typed: str) -> tuple[int, str]:
    status, _headers, body, url = Visitor().send(f"{sites.door}verify/", ("notice", typed))
    assert url == f"{sites.door}verify/"
    return status, body


def test_a_genuine_notice_is_known_by_its_number(sites: Serving, notice: Sent) -> None:
    status, body = ask(sites, f" {notice.id.lower()} ")
    assert status == 200
    assert "Yes, this notice is ours" in body
    for told in (notice.id, "Digital Services Act", "ab" * 32):
        assert told in body
    for secret in ("matrix", "mxc:", "26-0001", notice.token):
        assert secret not in body


def test_unknown_numbers_are_all_answered_alike(sites: Serving, notice: Sent) -> None:
    bodies = set()
    for typed in ("JK-AAAAAAAAAAAA", "JK-", "26-0001", "'; DROP TABLE", "x" * 39):
        status, body = ask(sites, typed)
        assert status == 200
        assert "We know of no such notice" in body
        bodies.add(re.sub(r'value="[^"]*"', "", body))
    assert len(bodies) == 1


def test_the_key_is_where_machines_look(sites: Serving, notice: Sent) -> None:
    status, headers, body, _url = Visitor().ask(f"{sites.door}.well-known/notice-key.pem")
    assert (status, headers["Content-Type"]) == (200, "application/x-pem-file")
    assert body.startswith("-----BEGIN PUBLIC KEY-----")
    status, headers, body, _url = Visitor().ask(f"{sites.door}.well-known/notice-keys.json")
    listed = json.loads(body)
    assert listed["format"] == "jikimi-notice-keys-1"
    assert listed["keys"][0]["id"] == "0123456789abcdef"
