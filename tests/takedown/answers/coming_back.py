"""Short ways to what comes back: by the reply link, by mail."""

from __future__ import annotations

from email.message import EmailMessage

from django.utils import timezone

from jikimi.playbooks.answer_reasons import Said
from jikimi.takedown.actions.open_letterbox import claim_letterbox_item, open_letterbox_item
from jikimi.takedown.actions.put_in_answer import put_in_answer
from jikimi.takedown.actions.receive_letter import receive_letter
from jikimi.takedown.answer_letter import answer_letter
from jikimi.takedown.models import Answer, Notice
from jikimi.takedown.reply_tokens import token_of

WORDS = "hush-words of the platform"


def put(
    notice: Notice, said: Said, *reasons: str, words: str = WORDS, reference: str = "", about: str = ""
) -> None:
    token = token_of(notice.public_id)
    put_in_answer(answer_letter(token, said, reasons, reference, words, about=about), now=timezone.now())


def opened() -> Answer | None:
    item = claim_letterbox_item(now=timezone.now(), lease_s=60)
    assert item is not None
    return open_letterbox_item(item, now=timezone.now())


def mail(text: str = "Gone.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "abuse@host.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def received(raw: bytes) -> Answer:
    answer = receive_letter(raw, now=timezone.now())
    assert answer is not None
    return answer
