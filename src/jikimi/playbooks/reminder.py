"""The words that make a notice the reminder of an earlier one. The whole notice follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jikimi.playbooks.part import Language


@dataclass(frozen=True, slots=True)
class Reminded:
    """Of which notice, made when; the how manieth reminder this is; whether the content had been gone."""

    notice_id: str
    made_on: date
    number: int
    came_back: bool = False


_SUBJECT: dict[Language, str] = {"en": "Reminder {number}: {subject}", "ko": "{number}차 재요청: {subject}"}
_FIRST: dict[Language, str] = {
    "en": (
        "This reminds you of our notice {notice_id} of {made_on}. When we last looked, what follows\n"
        "could still be reached at the addresses below."
    ),
    "ko": (
        "{made_on}에 보낸 통지 {notice_id}에 대한 재요청입니다. 마지막으로 확인했을 때\n"
        "아래 주소에서 해당 콘텐츠에 여전히 접근할 수 있었습니다."
    ),
}
_BACK: dict[Language, str] = {
    "en": (
        "This refers to our notice {notice_id} of {made_on}. The content had been removed. It can be\n"
        "reached again at the addresses below."
    ),
    "ko": (
        "{made_on}에 보낸 통지 {notice_id}에 관한 것입니다. 삭제되었던 콘텐츠에\n"
        "아래 주소에서 다시 접근할 수 있습니다."
    ),
}


def as_reminder(subject: str, body: str, of: Reminded, language: Language) -> tuple[str, str]:
    """Subject and body of the reminder, from those of a notice that could go out by itself."""
    words = (_BACK if of.came_back else _FIRST)[language]
    said = words.format(notice_id=of.notice_id, made_on=of.made_on.isoformat())
    return _SUBJECT[language].format(number=of.number, subject=subject), f"{said}\n\n{body}"
