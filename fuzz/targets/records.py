"""A record is refused, or means the same to two readers and survives being written again."""

from __future__ import annotations

from bench.vectors.records import records, said
from jikimi.fingerprint.record import BadRecord, from_bytes, to_bytes
from tests.fingerprint import by_the_book


def seeds() -> list[bytes]:
    return [bytes.fromhex(one["hex"]) for one in records()["records"]]


def one_input(data: bytes) -> None:
    try:
        first = from_bytes(data)
    except BadRecord:
        first = None
    try:
        second = by_the_book.read_record(data)
    except by_the_book.Refused:
        second = None
    assert (None if first is None else said(first)) == second
    if first is not None:
        assert to_bytes(first)[4:] == data[4:]
