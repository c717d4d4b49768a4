"""Doctors or offers held in memory, ready to be ranked, kept fresh one by one.

A pool owns the text model of its rows: two pools are ranked together only with the same model.
A pool is not safe to change while another thread reads it, and the first ranking after a change
puts the texts in order, which is a change too: where threads share a pool, hold one lock for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from matching.affinity import TextModel
from matching.coding import Bools
from matching.encode import (
    Codes,
    DoctorCodes,
    OfferCodes,
    encode_doctors,
    encode_offers,
    without_private,
)
from matching.profiles import DoctorProfile, OfferProfile
from matching.rows import GrowingRows

Profile = TypeVar("Profile", DoctorProfile, OfferProfile)


class Pool(Generic[Profile, Codes]):
    """Profiles by id with their codes; the order of rows changes when one is removed."""

    def __init__(
        self,
        encode: Callable[[Sequence[Profile], TextModel], Codes],
        model: TextModel | None = None,
    ) -> None:
        self._encode: Callable[[Sequence[Profile], TextModel], Codes] = encode
        self.model = model or TextModel()
        self._profiles: list[Profile] = []
        self._rows: dict[int, int] = {}
        self._ids: npt.NDArray[np.int64] | None = None
        self._codes: GrowingRows[Codes] = GrowingRows(encode((), self.model))

    @property
    def ids(self) -> npt.NDArray[np.int64]:
        """Ids in the order of the rows."""
        if self._ids is None:
            self._ids = np.fromiter((each.id for each in self._profiles), np.int64, len(self))
        return self._ids

    def __len__(self) -> int:
        return len(self._profiles)

    def __contains__(self, id: int) -> bool:
        return id in self._rows

    def get(self, id: int) -> Profile:
        """The profile of an id; ``KeyError`` if it is not here."""
        return self._profiles[self._rows[id]]

    def row(self, id: int) -> int:
        """The row of an id, until the next change; ``KeyError`` if it is not here."""
        return self._rows[id]

    def at(self, row: int) -> Profile:
        """The profile of a row."""
        return self._profiles[row]

    def mask(self, ids: Iterable[int]) -> Bools:
        """True (rows) on the rows of these ids; absent ids are ignored."""
        kept = np.zeros(len(self), dtype=np.bool_)
        kept[[self._rows[each] for each in ids if each in self._rows]] = True
        return kept

    def codes(self) -> Codes:
        """The code matrices, valid until the next change."""
        return self._codes.codes()

    def replace_all(self, profiles: Iterable[Profile], model: TextModel | None = None) -> None:
        """Start again from these profiles, and from another text model if one is given."""
        self.model = model or self.model
        by_id = {each.id: each for each in profiles}
        self._profiles = list(by_id.values())
        self._rows = {key: row for row, key in enumerate(by_id)}
        self._forget()
        self._codes = GrowingRows(self._encode(self._profiles, self.model))

    def upsert(self, profiles: Iterable[Profile]) -> None:
        """Add new profiles, overwrite known ones; about a millisecond, then some 30 us each."""
        by_id = {each.id: each for each in profiles}
        for key, profile in by_id.items():
            if key in self._rows:
                self._profiles[self._rows[key]] = profile
            else:
                self._rows[key] = len(self._profiles)
                self._profiles.append(profile)
        if by_id:
            rows = np.array([self._rows[key] for key in by_id], dtype=np.intp)
            self._codes.write(rows, self._encode(list(by_id.values()), self.model))
            self._forget()

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these ids; absent ids are ignored."""
        for key in ids:
            row = self._rows.pop(key, None)
            if row is None:
                continue
            self._codes.drop(row)
            last = self._profiles.pop()
            if last.id != key:
                self._profiles[row], self._rows[last.id] = last, row
        self._forget()

    def _forget(self) -> None:
        """Drop what was derived from the rows: they have changed."""
        self._ids = None


class OfferPool(Pool[OfferProfile, OfferCodes]):
    """Offers, ready to be ranked for doctors.

    >>> pool = OfferPool()
    >>> pool.upsert([OfferProfile(7), OfferProfile(8)])
    >>> pool.remove([7])
    >>> pool.ids.tolist()
    [8]
    """

    def __init__(self, model: TextModel | None = None) -> None:
        super().__init__(encode_offers, model)


class DoctorPool(Pool[DoctorProfile, DoctorCodes]):
    """Doctors, ready to be ranked for hosts."""

    def __init__(self, model: TextModel | None = None) -> None:
        self._shown: DoctorCodes | None = None
        super().__init__(encode_doctors, model)

    def shown_codes(self) -> DoctorCodes:
        """The codes without private criteria, as hosts may see them; kept until the next change."""
        if self._shown is None:
            self._shown = without_private(self.codes())
        return self._shown

    def _forget(self) -> None:
        super()._forget()
        self._shown = None
