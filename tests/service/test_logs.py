"""What a log line holds: words and numbers, never what it was about."""

from __future__ import annotations

import io
import logging

import pytest

from jikimi.service.secret_keeping import SecretKeepingFormatter

SECRET = "jikimi-code-hush-hush"


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


def _logger(name: str, out: io.StringIO) -> logging.Logger:
    logger = logging.Logger(name)  # noqa: LOG001 - one that nobody else has written to
    handler = logging.StreamHandler(out)
    handler.setFormatter(SecretKeepingFormatter())
    logger.addHandler(handler)
    return logger


@pytest.mark.parametrize("name", ["jikimi.watch", "django.request", "gunicorn.error", "asyncio", "httpx"])
def test_arguments_are_not_written(written: io.StringIO, name: str) -> None:
    log = _logger(name, written)
    log.warning("Not Found: %s", f"/{SECRET}")
    log.warning("%s of %s is not %r", SECRET, {"a": SECRET}, SECRET)
    log.warning("%(where)s", {"where": SECRET})
    log.warning("too few %s %s", SECRET)  # noqa: PLE1206 - such lines exist
    assert SECRET not in written.getvalue()
    assert written.getvalue().count(name) == 4


def test_numbers_and_our_own_words_are_written(written: io.StringIO) -> None:
    _logger("jikimi.watch", written).warning("Room %s is paused for %.1f s", 7, 2.5)
    assert written.getvalue().endswith("WARNING jikimi.watch: Room 7 is paused for 2.5 s\n")


def test_an_error_is_named_by_kind_and_place_only(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        _logger("django.request", written).exception("Internal Server Error: %s", SECRET)
    assert SECRET not in written.getvalue()
    assert "[ValueError" in written.getvalue()
    assert "Traceback" not in written.getvalue()


@pytest.mark.parametrize("name", ["httpx", "django.request", "asyncio"])
def test_lines_that_others_put_together_are_not_quoted(written: io.StringIO, name: str) -> None:
    _logger(name, written).error(f"HTTP Request: GET https://{SECRET}/")
    assert SECRET not in written.getvalue()


def test_an_address_in_a_line_that_others_put_together_is_not_written(written: io.StringIO) -> None:
    _logger("gunicorn.error", written).warning("Invalid request from ip=192.0.2.7: Invalid header")
    assert written.getvalue().endswith("gunicorn.error: Invalid request from ip\n")
