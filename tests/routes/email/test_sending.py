"""What a relay does decides what we say: handed over, surely not sent, or nobody can tell."""

from __future__ import annotations

import asyncio
import socket

import pytest

from jikimi.routes.base import NotSent, ReceiptGrade, SentOrNot
from jikimi.routes.email.relay import Relay
from jikimi.routes.email.route import EmailRoute
from tests.routes.email.notices import ID, MARK, URLS, notice
from tests.servers.smtp import MailServer, relay_to


async def send(server: MailServer, key, **other):
    return await EmailRoute(relay_to(server, **other), key).send(notice())


async def refused(server: MailServer, key, **other) -> NotSent:
    with pytest.raises(NotSent) as error:
        await send(server, key, **other)
    assert server.deliveries == []
    assert str(error.value).endswith(".")
    return error.value


async def test_the_relays_250_is_the_receipt(server, key) -> None:
    receipt = await send(server, key)
    [delivery] = server.deliveries
    assert receipt.grade is ReceiptGrade.HANDED_OVER
    assert receipt.reference == delivery.queue_id
    assert receipt.words == f"250 2.0.0 Ok: queued as {delivery.queue_id}"
    assert delivery.encrypted
    assert delivery.logged_in
    assert (delivery.sender, delivery.recipients) == ("notices@centre.example", ("abuse@host.example",))


async def test_every_address_arrives_byte_for_byte(server, key) -> None:
    await send(server, key)
    text = server.deliveries[0].message.get_body(("plain",)).get_content()
    assert [line for line in text.splitlines() if line in URLS] == list(URLS)
    assert text.splitlines() == notice().body.splitlines()


async def test_implicit_tls(tmp_path, key) -> None:
    with MailServer(tmp_path / "tls", encryption="tls") as server:
        await send(server, key, tls="tls")
        assert server.deliveries[0].encrypted


async def test_in_clear_only_to_this_machine_and_only_when_told(tmp_path, key) -> None:
    with MailServer(tmp_path / "clear", encryption="none", login=False) as server:
        refusal = await refused(server, key)
        assert "encrypted" in str(refusal)
        assert refusal.try_again
        await send(server, key, tls="none")
        assert not server.deliveries[0].encrypted


async def test_a_name_that_leads_elsewhere_is_not_this_machine(server, key, monkeypatch) -> None:
    seen = ("192.0.2.1", 25)
    monkeypatch.setattr(
        "aiosmtplib.SMTP.get_transport_info", lambda self, what: seen if what == "peername" else None
    )
    refusal = await refused(server, key, tls="none", host="localhost")
    assert "not on this machine" in str(refusal)


async def test_a_certificate_of_an_unknown_authority_is_refused(server, key) -> None:
    refusal = await refused(server, key, ca_file=None)
    assert "could not prove who it is" in str(refusal)
    assert refusal.try_again


async def test_a_certificate_for_another_name_is_refused(tmp_path, key) -> None:
    with MailServer(tmp_path / "other", names=("mail.elsewhere.example",)) as server:
        assert "could not prove who it is" in str(await refused(server, key))


async def test_an_unreadable_authority_is_said(server, key, tmp_path) -> None:
    assert "ca_file" in str(await refused(server, key, ca_file=tmp_path / "missing.pem"))


async def test_a_wrong_password_is_for_the_operator_to_mend(server, key) -> None:
    refusal = await refused(server, key, password="wrong")
    assert "user name and password" in str(refusal)
    assert refusal.words.startswith("535")
    assert refusal.try_again
    assert refusal.way_closed


async def test_a_relay_without_a_login_is_said(tmp_path, key) -> None:
    with MailServer(tmp_path / "none", encryption="none", login=False) as server:
        refusal = await refused(server, key, tls="none", username="centre", password="x")
        assert refusal.try_again


@pytest.mark.parametrize("stage", ["connect", "MAIL", "RCPT", "DATA", "letter"])
@pytest.mark.parametrize(
    ("line", "again"), [("451 4.3.0 Try later", True), ("554 5.7.1 No such thing", False)]
)
async def test_a_refusal_is_kept_in_its_words(server, key, stage, line, again) -> None:
    """Before the recipient was named, it is no fault of the notice: the way is closed, to all of them."""
    server.mood.refuse = {stage: line}
    refusal = await refused(server, key)
    assert refusal.words == line
    assert refusal.way_closed is (stage in ("connect", "MAIL"))
    assert refusal.try_again is (again or refusal.way_closed)


async def test_the_words_of_a_refusal_are_made_safe(server, key) -> None:
    server.mood.refuse = {"RCPT": "550 \x1b[2J" + "x" * 400}
    words = (await refused(server, key)).words
    assert words.isprintable()
    assert len(words) <= 310


async def test_nobody_listens(key) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        relay = Relay(host="127.0.0.1", port=taken.getsockname()[1], sender="notices@centre.example")
        with pytest.raises(NotSent) as error:
            await EmailRoute(relay, key).send(notice())
    assert error.value.try_again
    assert error.value.way_closed
    assert "could not be reached" in str(error.value)


async def test_a_relay_that_says_nothing(key) -> None:
    async with await asyncio.start_server(lambda reader, writer: asyncio.sleep(9), "127.0.0.1", 0) as silent:
        relay = Relay(
            host="127.0.0.1",
            port=silent.sockets[0].getsockname()[1],
            sender="notices@centre.example",
            command_s=0.2,
        )
        with pytest.raises(NotSent) as error:
            await EmailRoute(relay, key).send(notice())
    assert error.value.try_again


async def test_a_slow_relay_does_not_hold_us_for_ever(server, key) -> None:
    assert (await refused(server, key, greeting_to_data_s=0.001)).try_again


async def test_lost_before_the_letter_is_surely_not_sent(server, key) -> None:
    server.mood.drop = "DATA"
    assert (await refused(server, key)).try_again


async def test_lost_while_the_letter_is_given_over_is_never_called_handed_over(server, key) -> None:
    server.mood.drop = "body"
    with pytest.raises((NotSent, SentOrNot)):
        await send(server, key)


async def test_lost_before_the_answer_nobody_can_tell(server, key) -> None:
    server.mood.drop = "answer"
    with pytest.raises(SentOrNot, match="Nobody can tell"):
        await send(server, key)
    assert len(server.deliveries) == 1, "it did arrive, which we could not know"


async def test_no_answer_in_time_nobody_can_tell(server, key) -> None:
    server.mood.wait_s = 1
    with pytest.raises(SentOrNot):
        await send(server, key, answer_s=0.2)


@pytest.mark.parametrize("answer", ["banana", "354 what?", "000 0"])
async def test_an_answer_that_is_none_nobody_can_tell(server, key, answer) -> None:
    server.mood.answer = answer
    with pytest.raises(SentOrNot):
        await send(server, key)


async def test_a_slow_answer_is_waited_for(server, key) -> None:
    server.mood.wait_s = 0.5
    assert (await send(server, key)).grade is ReceiptGrade.HANDED_OVER


async def test_bounces_are_asked_to_name_the_notice_and_leave_its_addresses_out(tmp_path, key) -> None:
    with MailServer(tmp_path / "dsn", dsn=True) as server:
        await send(server, key)
        options = server.deliveries[0].options
    assert f"ENVID={ID}.{MARK}" in options
    assert "RET=HDRS" in options
    assert "NOTIFY=FAILURE,DELAY" in options


async def test_sent_twice_is_recognisably_the_same(server, key) -> None:
    await send(server, key)
    await send(server, key)
    first, second = (delivery.message for delivery in server.deliveries)
    assert first["Message-ID"] == second["Message-ID"] == f"<{ID.lower()}.{MARK}@centre.example>"
