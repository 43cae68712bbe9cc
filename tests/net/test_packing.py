"""Packed answers: only what was asked for, and only whole."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.net.decoding import BoundedDecoder
from jikimi.net.errors import FetchFailed
from jikimi.net.fetcher import Fetcher
from tests.net.servers import always, answer, policy_for, server


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress", "chunked"])
async def test_a_packing_that_was_not_asked_for_is_refused(packing: str) -> None:
    async with server(always(answer(Content_Encoding=packing))) as port, Fetcher(policy_for(port)) as fetcher:
        with pytest.raises(FetchFailed, match="packed"):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(b"hello" * 1000, mtime=0)[:-20]])
async def test_a_broken_packing_is_an_error_and_not_half_an_answer(body: bytes) -> None:
    async with (
        server(always(answer(body, Content_Encoding="gzip"))) as port,
        Fetcher(policy_for(port)) as fetcher,
    ):
        with pytest.raises(FetchFailed, match=r"damaged|cut off"):
            await fetcher.fetch("GET", f"http://127.0.0.1:{port}/")


@given(st.binary(max_size=4000), st.integers(1, 300), st.sampled_from(["gzip", "deflate", ""]))
def test_unpacking_gives_back_what_was_packed_however_it_is_cut(body: bytes, cut: int, packing: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[packing](body)
    decoder = BoundedDecoder(packing, 8192)
    unpacked = b"".join(
        piece for at in range(0, len(packed), cut) for piece in decoder.decode(packed[at : at + cut])
    )
    assert unpacked + b"".join(decoder.finish()) == body
