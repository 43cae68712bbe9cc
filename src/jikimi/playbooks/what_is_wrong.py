"""What is wrong with a field of a TOML file, in our words: what is expected, never what stands there."""

from __future__ import annotations

from typing import Any, Final

from pydantic_core import ErrorDetails

_EXPECTED: Final = {
    "missing": "this is missing: add it",
    "extra_forbidden": "this is not a field we know: check the spelling, or remove it",
    "tuple_type": 'a list is expected here, such as ["one", "two"]',
    "list_type": 'a list is expected here, such as ["one", "two"]',
    "dict_type": "a table is expected here, with fields of its own",
    "model_type": "a table is expected here, with fields of its own",
    "string_type": "words in quotation marks are expected here",
    "bool_type": "true or false is expected here",
    "bool_parsing": "true or false is expected here",
    "int_type": "a whole number is expected here",
    "int_parsing": "a whole number is expected here",
    "int_from_float": "a whole number is expected here",
    "float_type": "a number is expected here",
    "float_parsing": "a number is expected here",
    "date_type": "a date is expected here, such as 2026-03-01",
    "date_from_datetime_parsing": "a date is expected here, such as 2026-03-01",
    "value_error": "{error}",
    "greater_than_equal": "this should be {ge} or more",
    "greater_than": "this should be more than {gt}",
    "less_than_equal": "this should be {le} or less",
    "less_than": "this should be less than {lt}",
    "too_short": "at least {min_length} entries are needed here",
    "too_long": "at most {max_length} entries may stand here",
    "literal_error": "this should be {expected}",
    "enum": "this should be {expected}",
}


def what_is_wrong(error: ErrorDetails) -> str:
    """One problem that a model found, as a part of a sentence."""
    given: dict[str, Any] = error.get("ctx", {})
    if error["type"] == "too_short" and given["min_length"] == 1:
        return "at least 1 entry is needed here"
    if words := _EXPECTED.get(error["type"]):
        return words.format(**given)
    return error["msg"].replace("Input should", "this should")
