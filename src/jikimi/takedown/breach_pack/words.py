"""The pack's own words, in the languages that notices are drafted in."""

from __future__ import annotations

from typing import Final

from jikimi.playbooks.part import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "title": "Record of notice {notice}",
        "made": "Made {at} by {centre}. Contact: {contact}",
        "about": "What this is",
        "about_text": (
            "Everything that was sent, answered and seen about the addresses below, in order. The file "
            "breach-pack.json holds the same and more, for machines; its SHA-256 is {digest}."
        ),
        "platform": "Asked",
        "law": "Under",
        "started": "The time began",
        "ended": "The time ended",
        "ends": "The time would end",
        "own_date": "The law names no number; this is the date that the centre set.",
        "hours": "{n} hours, counted from {counted_from}",
        "business_days": (
            "{n} business days in {zone}, counted from {counted_from}; public holidays taken out: {holidays}"
        ),
        "no_holidays": "none",
        "receipt_from": "the receipt",
        "sending_from": "the sending",
        "links": "Addresses",
        "now": "At the last look: {state}, after {looks} looks",
        "events": "In order",
        "notice": "Notice {notice} was written, to {to} by {route}. SHA-256 of its text: {text_sha256}",
        "attempt": "Attempt {number} to send {notice}: {outcome}",
        "receipt": "Receipt for {notice}: {grade}. {reference}",
        "taken_back": "taken back {at}",
        "answer": "They answered {notice}: {said}",
        "removed": "it is removed",
        "refused": "they will not remove it",
        "need more": "they need more before they decide",
        "check": "Address {link} was looked at from {vantage}: {grade}",
        "page_words": "SHA-256 of the page's words: {sha256}",
        "notice_json": "SHA-256 of its notice.json: {sha256}",
        "said": "They said: {words}",
        "more_checks": "{n} further looks are in breach-pack.json",
        "left_out": "{n} looks are in neither file",
        "texts": "The notices, word for word",
        "ledger": "Hashes of the centre's history",
        "ledger_text": (
            "Each entry holds the hash of the one before it; none can be changed later without a trace."
        ),
    },
    "ko": {
        "title": "통지 {notice}의 기록",
        "made": "작성: {at}, {centre}. 연락처: {contact}",
        "about": "이 문서에 대하여",
        "about_text": (
            "아래 주소에 대해 보낸 것, 받은 답, 확인한 것을 순서대로 모두 적었습니다. 같은 내용이 "
            "breach-pack.json 파일에 더 자세히 있으며, 그 파일의 SHA-256은 {digest}입니다."
        ),
        "platform": "요청 대상",
        "law": "근거 법령",
        "started": "기간의 시작",
        "ended": "기간의 끝",
        "ends": "예정된 기간의 끝",
        "own_date": "법령에 정해진 시간이 없어 센터가 정한 날짜입니다.",
        "hours": "{counted_from}부터 {n}시간",
        "business_days": "{counted_from}부터 {n}영업일({zone} 기준, 제외한 공휴일: {holidays})",
        "no_holidays": "없음",
        "receipt_from": "접수",
        "sending_from": "발송",
        "links": "주소",
        "now": "마지막 확인 결과: {state} (확인 {looks}회)",
        "events": "경과",
        "notice": "통지 {notice} 작성, {route}(으)로 {to}에 보냄. 본문의 SHA-256: {text_sha256}",
        "attempt": "{notice} 발송 시도 {number}: {outcome}",
        "receipt": "{notice} 접수 확인: {grade}. {reference}",
        "taken_back": "{at} 취소됨",
        "answer": "{notice}에 대한 답변: {said}",
        "removed": "삭제했음",
        "refused": "삭제하지 않겠음",
        "need more": "판단하려면 자료가 더 필요함",
        "check": "주소 {link} 확인({vantage}에서): {grade}",
        "page_words": "페이지 글의 SHA-256: {sha256}",
        "notice_json": "notice.json의 SHA-256: {sha256}",
        "said": "상대의 말: {words}",
        "more_checks": "확인 {n}건은 breach-pack.json에 있습니다",
        "left_out": "확인 {n}건은 두 파일에 모두 없습니다",
        "texts": "통지 원문",
        "ledger": "센터 기록의 해시",
        "ledger_text": "각 항목에는 바로 앞 항목의 해시가 들어 있어, 나중에 고치면 흔적이 남습니다.",
    },
}
