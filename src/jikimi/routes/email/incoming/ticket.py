"""The number under which a platform keeps our notice."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"(?P<number>[A-Za-z]{0,8}-?[0-9][A-Za-z0-9-]{2,30})"
# In square brackets in a subject, or behind a word that announces it.
_FORMS: Final = (
    re.compile(rf"\[ ?(?:ticket|case|request|ref|abuse)? ?(?:id|no\.?|number)? ?[:#]? ?{_NUMBER} ?\]", re.I),
    re.compile(
        r"(?:ticket|case|request|reference|ref|incident|report|접수 ?번호|문의 ?번호|케이스 ?번호|حوالہ)"
        rf" ?(?:id|no\.?|number|번호|نمبر)? ?(?:is|:|#|=|은|는){{0,3}} ?\[? ?#? ?{_NUMBER}\b",
        re.I,
    ),
    re.compile(rf"(?:^|[ (])#{_NUMBER}\b"),
)
_OURS: Final = re.compile(r"JK-[A-Z2-7]{12}", re.I)
_DATE: Final = re.compile(r"(?:19|20)\d\d(?:-?\d\d){0,2}")
_SEARCHED: Final = 2000


def ticket_of(subject: str, text: str) -> str:
    """Their number, or "". Our own numbers and plain dates are none."""
    for said in (subject, text):
        # One space for many, or a page of them would keep the search busy.
        searched = " ".join(_OURS.sub(" ", said[:_SEARCHED]).split())
        for form in _FORMS:
            for found in form.finditer(searched):
                number = found["number"].rstrip("-")
                if not _DATE.fullmatch(number):
                    return number
    return ""
