"""An enum whose members carry the French label that screens show."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """``NAME = "code", "libellé"``; ``.label`` is the French text, ``str()`` the code."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Build the member from its code and its label; a call with a code alone looks it up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs in their declared order, as forms want them."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def labels_of(cls, codes: Iterable[str] | None) -> list[str]:
        """The labels of ``codes``, in declared order; unknown codes are passed over."""
        wanted = set(codes or ())
        return [member.label for member in cls if member.value in wanted]
