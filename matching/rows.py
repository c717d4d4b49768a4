"""Code matrices that grow, change and shrink row by row.

Rows are kept without holes: a removed row takes the last one in its place. Arrays double when they
are full, so that a change costs the size of the change. Texts are sparse rows, which cannot be
written in place: changes are stacked aside and put in order at the next reading.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Generic

import numpy as np
import numpy.typing as npt
from scipy.sparse import vstack

from matching.encode import Codes

Rows = npt.NDArray[np.intp]


class GrowingRows(Generic[Codes]):
    """The codes of ``length`` rows inside larger arrays."""

    def __init__(self, codes: Codes) -> None:
        self._kind = type(codes)
        self.length = len(codes)
        self._arrays: dict[str, Any] = {
            each.name: getattr(codes, each.name) for each in fields(codes) if each.name != "texts"
        }
        self._texts = codes.texts
        self._fresh: list[Any] = []
        self._sources = np.arange(self.length)

    def codes(self) -> Codes:
        """Views of the rows in use, valid until the next change."""
        if self._fresh or len(self._sources) != self._texts.shape[0]:
            self._texts = vstack([self._texts, *self._fresh], format="csr")[self._sources]
            self._fresh, self._sources = [], np.arange(self.length)
        used = {name: array[: self.length] for name, array in self._arrays.items()}
        return self._kind(texts=self._texts, **used)

    def write(self, rows: Rows, codes: Codes) -> None:
        """Put ``codes`` at ``rows``, in that order; rows from ``length`` on are new."""
        length = max(self.length, int(rows.max(initial=-1)) + 1)
        for name in self._arrays:
            incoming = getattr(codes, name)
            held = self._room(name, length, incoming.shape[1:])
            if incoming.ndim == 1 or incoming.shape[1] == held.shape[1]:
                held[rows] = incoming
            else:  # fewer places or sites than the longest known: the rest is emptied
                held[rows] = 0
                held[rows, : incoming.shape[1]] = incoming
        self._sources = np.append(
            self._sources, np.zeros(length - len(self._sources), dtype=np.intp)
        )
        stacked = self._texts.shape[0] + sum(each.shape[0] for each in self._fresh)
        self._sources[rows] = stacked + np.arange(len(rows))
        self._fresh.append(codes.texts)
        self.length = length

    def drop(self, row: int) -> None:
        """Forget a row: the last one takes its place."""
        last = self.length - 1
        for array in self._arrays.values():
            array[row] = array[last]
        self._sources[row] = self._sources[last]
        self._sources = self._sources[:last]
        self.length = last

    def _room(self, name: str, length: int, widths: tuple[int, ...]) -> npt.NDArray[Any]:
        """The array, enlarged if it lacks rows (doubling) or places."""
        held: npt.NDArray[Any] = self._arrays[name]
        tail = tuple(max(pair) for pair in zip(held.shape[1:], widths, strict=True))
        rows = len(held) if length <= len(held) else max(length, 2 * len(held), 16)
        if (rows, *tail) != held.shape:
            larger = np.zeros((rows, *tail), dtype=held.dtype)
            larger[tuple(slice(size) for size in held.shape)] = held
            self._arrays[name] = held = larger
        return held
