"""XARF goes along only where the playbook says so, validates, and holds no picture."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from xarf import parse

from jikimi.routes.base import NamedLink, NotSent
from jikimi.routes.email.letter import letter
from tests.routes.email.notices import ID, notice

URLS = ("https://pictures.example/a?b=c", "https://pictures.example/2")


def reports(key, **other) -> list[str]:
    made = notice(URLS, attach_xarf=True, body="\n".join([ID, *URLS]) + "\n", **other)
    message = message_from_bytes(letter(made, "notices@centre.example", key, datetime.now(UTC)), policy=SMTP)
    return [
        part.get_content().decode()
        for part in message.iter_attachments()
        if (part.get_filename() or "").startswith("xarf")
    ]


def test_one_valid_report_an_address(key) -> None:
    found = reports(key)
    assert [json.loads(report)["url"] for report in found] == list(URLS)
    for report in found:
        result = parse(report)
        assert result.errors == []
        assert (result.report.category, result.report.type) == ("content", "exposed_data")
        assert result.report.source_identifier == "pictures.example"
        assert ID in result.report.description


def test_the_evidence_is_a_hash_and_never_a_picture(key) -> None:
    links = tuple(NamedLink(url=url, room="r", post="p", pdq="0f" * 32) for url in URLS)
    for report in reports(key, links=links):
        [evidence] = json.loads(report)["evidence"]
        assert evidence["content_type"] == "text/plain"
        assert evidence["size"] == 64


def test_sent_again_it_is_the_same_report(key) -> None:
    assert [json.loads(one)["report_id"] for one in reports(key)] == [
        json.loads(one)["report_id"] for one in reports(key)
    ]


@pytest.mark.parametrize("url", ["matrix://hs.example/x", "https:///x", "http://[x/", "mxc://a/b"])
def test_an_address_without_a_host_is_said(key, url) -> None:
    made = notice((url,), attach_xarf=True, body=f"{ID}\n{url}\n")
    with pytest.raises(NotSent, match="not a web address") as refused:
        letter(made, "notices@centre.example", key, datetime.now(UTC))
    assert not refused.value.try_again


def test_a_centre_without_a_mail_address_reports_from_its_sender(key) -> None:
    [report, _] = reports(key, sender_contact="+82 2 0000 0000")
    assert json.loads(report)["reporter"]["contact"] == "notices@centre.example"
