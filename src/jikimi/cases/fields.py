"""Fields whose values rest sealed under the engine's key, and look-ups that do not need to open them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jikimi.cases.engine_key import engine_key
from jikimi.seal import box
from jikimi.seal import lookup as seal_lookup

if TYPE_CHECKING:
    _BytesField = models.BinaryField[bytes | None, bytes | None]
    _TextField = models.BinaryField[str | None, str | None]
else:
    _BytesField = _TextField = models.BinaryField


def lookup(value: str | bytes, purpose: str) -> bytes:
    """32 bytes to find equal values by. Errors: KeyMissing."""
    return seal_lookup.lookup(engine_key(), value, purpose)


class LookupField(_BytesField):
    """Holds what `lookup` gave: 32 bytes that say nothing without the engine's key."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 32, **options})


class Sealed:
    """A value as it rests. It opens when asked for, so that a process without the key can carry it on."""

    __slots__ = ("place", "raw")

    def __init__(self, raw: bytes, place: str) -> None:
        self.raw = raw
        self.place = place

    def open(self) -> bytes:
        """Errors: KeyMissing, KeyWrong, SealBroken."""
        return box.unseal(engine_key(), self.raw, self.place)

    def __repr__(self) -> str:
        return f"Sealed({self.place}, {len(self.raw)} bytes)"


class SealedAttribute(DeferredAttribute):
    """Opens the field's value the first time it is read from an instance."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if instance is None or not isinstance(value, Sealed):
            return value
        opened = self.field.from_opened(value.open())  # type: ignore[attr-defined]
        instance.__dict__[self.field.attname] = opened
        return opened

    def __set__(self, instance: Any, value: Any) -> None:
        # Having this makes the descriptor come before the instance's own dictionary.
        instance.__dict__[self.field.attname] = value


class _SealedMixin:
    descriptor_class: Any = SealedAttribute

    @property
    def place(self) -> str:
        """What a value is bound to: it opens in no other column."""
        return f"{self.model._meta.label}.{self.name}"  # type: ignore[attr-defined]

    def from_db_value(self, value: Any, _expression: object, _connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value), self.place)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # As it is: what was never opened is written back sealed.
        return model_instance.__dict__[self.attname]  # type: ignore[attr-defined]

    def get_prep_value(self, value: Any) -> bytes | None:
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.raw
        return box.seal(engine_key(), self.to_seal(value), self.place)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not prepared:
            value = self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, name: str) -> Any:
        if name != "isnull":
            raise FieldError("Sealed values cannot be compared; keep a lookup() beside them.")
        return super().get_lookup(name)  # type: ignore[misc]

    def to_seal(self, value: Any) -> bytes:
        return bytes(value)

    def from_opened(self, opened: bytes) -> Any:
        return opened

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError("Sealed values are not written out.")


class SealedBinaryField(_SealedMixin, _BytesField):
    """Bytes. `values()` and `values_list()` give `Sealed` objects; attributes open by themselves."""


class SealedTextField(_SealedMixin, _TextField):
    """Text of any length."""

    def to_seal(self, value: Any) -> bytes:
        return str(value).encode()

    def from_opened(self, opened: bytes) -> str:
        return opened.decode()
