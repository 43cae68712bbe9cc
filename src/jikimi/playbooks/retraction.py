"""The words by which a wrong notice is taken back. Why it was wrong stays in the centre."""

from __future__ import annotations

from jikimi.playbooks.part import Language

_SENTENCES: dict[str, str] = {
    "en": "Our earlier notice was wrong. We take it back.",
    "ko": "저희가 앞서 보낸 통지에 잘못이 있었습니다. 그 통지를 철회합니다.",
}
_SUBJECTS: dict[str, str] = {
    "en": "Retraction of notice {wrong}: {id}",
    "ko": "통지 {wrong} 철회: {id}",
}
_BODIES: dict[str, str] = {
    "en": """\
Retraction {id}
Date: {date}
It takes back our notice {wrong}.

That notice was wrong, and we take it back. It named:

{urls}

Please end whatever you began because of it, and restore what you removed for
that reason alone. If you told the author of the content about it, please
tell them that we took it back.

We are sorry for the trouble.

{sender_name}
Contact: {sender_contact}

Please name {id} in your answer.
""",
    "ko": """\
철회 번호: {id}
날짜: {date}
저희의 통지 {wrong}를 철회합니다.

해당 통지에 잘못이 있어 이를 철회합니다. 그 통지에 적힌 주소는 다음과 같습니다.

{urls}

그 통지 때문에 시작하신 조치를 중단하시고, 오직 그 이유로 삭제하신 것은 되돌려
주시기 바랍니다. 게시자에게 알리셨다면 저희가 철회하였음을 함께 알려 주시기
바랍니다.

불편을 드려 죄송합니다.

{sender_name}
연락처: {sender_contact}

회신하실 때 번호 {id}를 적어 주시기 바랍니다.
""",
}


def retraction_sentence(language: Language) -> str:
    """What stands where a notice gives its ground."""
    return _SENTENCES[language]


def retraction_draft(
    language: Language,
    *,
    id_: str,
    wrong: str,
    date: str,
    urls: tuple[str, ...],
    sender_name: str,
    sender_contact: str,
) -> tuple[str, str]:
    """Subject and body. `wrong` is the number of the notice that is taken back, `urls` what it named."""
    facts = {
        "id": id_,
        "wrong": wrong,
        "date": date,
        "urls": "\n".join(urls),
        "sender_name": sender_name,
        "sender_contact": sender_contact,
    }
    return _SUBJECTS[language].format(**facts), _BODIES[language].format(**facts)
