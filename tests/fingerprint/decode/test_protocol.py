"""Frames survive any cutting into pieces; anything that is not a frame is refused at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.fingerprint.decode import limits, protocol
from jikimi.fingerprint.decode.protocol import Answer, AnswerReader, BadFrame, Purpose
from jikimi.fingerprint.decode.reasons import Reason
from jikimi.fingerprint.record import MOST_BYTES

numbers = st.integers(0, 2**32 - 1)
answers = st.one_of(
    st.builds(Answer, numbers, st.binary(max_size=300)),
    st.builds(lambda n, r: Answer(n, None, r), numbers, st.sampled_from(Reason)),
)


def frame(answer: Answer) -> bytes:
    if answer.record is not None:
        return protocol.record_frame(answer.number, answer.record)
    return protocol.reason_frame(answer.number, answer.reason or Reason.BROKEN)


@given(st.lists(answers, max_size=6), st.lists(st.integers(1, 200), min_size=1, max_size=30))
def test_answers_come_out_as_they_went_in_however_the_pipe_cuts_them(
    sent: list[Answer], cuts: list[int]
) -> None:
    stream = b"".join(map(frame, sent))
    reader, heard, at, turn = AnswerReader(), [], 0, 0
    while at < len(stream):
        step = cuts[turn % len(cuts)]
        heard += reader.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
    assert heard == sent


@given(st.binary(max_size=400))
def test_nonsense_is_an_answer_or_refused_and_never_anything_else(noise: bytes) -> None:
    reader = AnswerReader()
    try:
        heard = reader.feed(noise)
    except BadFrame:
        return
    assert all(answer.record is None or len(answer.record) <= MOST_BYTES for answer in heard)


@given(numbers, st.integers(MOST_BYTES + 1, 2**32 - 1))
def test_a_record_beyond_the_bound_is_refused_before_it_arrives(number: int, length: int) -> None:
    with pytest.raises(BadFrame):
        AnswerReader().feed(protocol.HEADER.pack(number, 0, length))


@given(numbers, st.integers(1, 2**32 - 1))
def test_a_reason_has_no_words(number: int, length: int) -> None:
    with pytest.raises(BadFrame):
        AnswerReader().feed(protocol.HEADER.pack(number, Reason.BROKEN, length))


@given(numbers, st.sampled_from(Purpose), st.binary(max_size=100))
def test_requests_come_out_as_they_went_in(number: int, purpose: Purpose, data: bytes) -> None:
    header, body = protocol.request_frame(number, purpose, data)
    assert protocol.parse_request(header) == (number, purpose, len(data))
    assert body is data


@given(numbers, st.integers(0, 255), st.integers(0, 2**32 - 1))
def test_a_request_keeps_to_the_form(number: int, purpose: int, length: int) -> None:
    header = protocol.HEADER.pack(number, purpose, length)
    if purpose in (1, 2, 3, 4) and length <= limits.MAX_BYTES + protocol.MOMENT.size:
        assert protocol.parse_request(header) == (number, Purpose(purpose), length)
    else:
        with pytest.raises(BadFrame):
            protocol.parse_request(header)
