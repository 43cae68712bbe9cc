"""Sealed fields: transparent with the key, shut without it, never compared."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.test import override_settings

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor
from jikimi.cases.fields import Sealed, lookup
from jikimi.cases.models import AllowedPlace, Case, Fingerprint
from jikimi.seal.errors import KeyMissing, SealBroken

pytestmark = pytest.mark.django_db

PLACE = "https://school.example/page"


@pytest.fixture
def place(caseworker: Actor, case: Case) -> AllowedPlace:
    return AllowedPlace.objects.get(pk=allow_place(caseworker, case, PLACE).pk)


def _raw(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names from this file
        return bytes(cursor.fetchone()[0])


def test_a_value_reads_back_and_rests_sealed(place: AllowedPlace) -> None:
    assert place.address == PLACE
    assert PLACE.encode() not in _raw("cases_allowedplace", "address")


def test_deferred_and_refreshed_values_open_too(place: AllowedPlace) -> None:
    assert AllowedPlace.objects.defer("address").get().address == PLACE
    place.refresh_from_db()
    assert place.address == PLACE


@override_settings(JIKIMI_HOLDS_ENGINE_KEY=False)
def test_a_process_without_the_key_can_carry_a_row_but_not_open_it(place: AllowedPlace) -> None:
    before = _raw("cases_allowedplace", "address")
    with pytest.raises(KeyMissing):
        _ = place.address
    place.save()
    assert _raw("cases_allowedplace", "address") == before
    place.address = "other"
    with pytest.raises(KeyMissing):
        place.save()
    with pytest.raises(KeyMissing):
        lookup("x", "y")


def test_a_value_moved_from_another_column_does_not_open(
    caseworker: Actor, case: Case, place: AllowedPlace
) -> None:
    protect(caseworker, case, kind="original", record=b"record")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_fingerprint SET record = (SELECT address FROM cases_allowedplace)")
    moved = Fingerprint.objects.get()
    with pytest.raises(SealBroken, match="moved"):
        _ = moved.record


def test_one_damaged_value_does_not_keep_the_others_from_being_read(caseworker: Actor, case: Case) -> None:
    for record in (b"one", b"two"):
        protect(caseworker, case, kind="original", record=record)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_fingerprint SET record = %s WHERE id = %s",
                       [b"nonsense", Fingerprint.objects.order_by("pk")[0].pk])  # fmt: skip
    broken, whole = Fingerprint.objects.order_by("pk")
    assert whole.record == b"two"
    with pytest.raises(SealBroken):
        _ = broken.record


def test_lists_of_values_give_what_can_be_opened(place: AllowedPlace) -> None:
    (sealed,) = AllowedPlace.objects.values_list("address", flat=True)
    assert isinstance(sealed, Sealed)
    assert sealed.open().decode() == PLACE
    assert PLACE not in repr(sealed)


@pytest.mark.parametrize("how", ["address", "address__contains", "address__in"])
def test_sealed_values_are_not_compared(place: AllowedPlace, how: str) -> None:
    with pytest.raises(FieldError, match="cannot be compared"):
        AllowedPlace.objects.filter(**{how: PLACE}).exists()


def test_a_row_is_found_by_its_look_up(place: AllowedPlace) -> None:
    assert AllowedPlace.objects.get(address_lookup=lookup(PLACE, "allowed.address")) == place
    assert not AllowedPlace.objects.filter(address_lookup=lookup(PLACE, "room.address")).exists()


def test_an_empty_value_stays_empty(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(commitment_key=None)
    assert Case.objects.filter(commitment_key__isnull=True).get().commitment_key is None
