"""The lines under a notice that say how to answer it and how to check it."""

from __future__ import annotations

from jikimi.playbooks.part import Language

_ANSWER: dict[str, str] = {
    "en": (
        "You can answer here without an account. Opening the page changes nothing:\n{reply}\n\n"
        "Whether this notice is genuine you can check here:\n{verify}"
    ),
    "ko": (
        "아래 주소에서 계정 없이 회신하실 수 있습니다. 페이지를 여는 것만으로는\n"
        "아무것도 바뀌지 않습니다.\n{reply}\n\n"
        "이 통지가 진짜인지는 아래 주소에서 확인하실 수 있습니다.\n{verify}"
    ),
}


def reply_lines(language: Language, *, reply: str, verify: str) -> str:
    """What is added below the draft, with the two addresses on lines of their own."""
    return "\n" + _ANSWER[language].format(reply=reply, verify=verify) + "\n"
