"""Why we believe it, in one standard sentence a kind: what was said in confidence stays out of the notice."""

from __future__ import annotations

from typing import Literal

from jikimi.playbooks.part import Language

GroundKind = Literal["statement", "region_map", "look"]

_SENTENCES: dict[str, dict[str, str]] = {
    "statement": {
        "en": (
            "The person shown has told us that they did not agree to this picture being made or published, "
            "and has asked us to have it removed."
        ),
        "ko": (
            "사진 속 당사자가 이 이미지의 제작 또는 게시에 동의하지 않았다고 "
            "저희에게 직접 밝혔으며, 삭제를 요청하였습니다."
        ),
    },
    "region_map": {
        "en": (
            "We compared it with an ordinary photograph that the person shown has placed under our "
            "protection. Part of that photograph was kept and the rest of the picture was replaced, without "
            "their agreement."
        ),
        "ko": (
            "당사자가 보호를 맡긴 일상 사진과 비교한 결과, 그 사진의 일부가 그대로 "
            "남아 있고 나머지 부분이 당사자의 동의 없이 바뀐 것을 확인하였습니다."
        ),
    },
    "look": {
        "en": (
            "A caseworker of our centre has looked at the content and holds that it shows the person without "
            "their agreement."
        ),
        "ko": (
            "저희 센터의 담당자가 해당 게시물을 확인하였으며, "
            "당사자의 동의 없이 게시된 것으로 판단하였습니다."
        ),
    },
}


def ground_sentence(kind: GroundKind, language: Language) -> str:
    """The sentence that stands in a notice for a ground of this kind. Errors: KeyError for an unknown one."""
    return _SENTENCES[kind][language]
