"""The vocabulary shared by all workers: learnt from the texts of the market, kept in one row."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select

from matching.affinity import TextModel, plain
from models.base import db
from models.doctors import Doctor
from models.market import TextModelRow
from models.offers import Offer
from models.vocabulary import MarketKind, OfferStatus
from services.market_clock import note_change
from services.profiles import Reader, offer_text

_ROW = 1
_SHARED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Nearness:
    """Two texts compared: the affinity that scoring takes when the one seeks, when the many seek.

    ``words`` are the heaviest of those they share.
    """

    for_one: float | None
    for_many: float | None
    words: tuple[str, ...]


def compare_texts(
    model: TextModel, text: str, others: Sequence[str], rows: Any = None
) -> list[Nearness]:
    """One text against others; ``rows`` are theirs in ``model``, if they were read already.

    The same answers as ``TextModel.cosine`` and ``shared_words``, each text being read once. Words
    are spelt as in the others.
    """
    one, many = model.transform([text]), model.transform(others) if rows is None else rows
    products = many.multiply(one).tocsr()
    said, told = one.nnz > 0, (many.getnnz(axis=1) > 0).tolist()
    found = []
    for at, other in enumerate(others):
        row = slice(products.indptr[at], products.indptr[at + 1])
        weights, columns = products.data[row], products.indices[row]
        heaviest = columns[np.lexsort((columns, -weights))][:_SHARED_WORDS]
        words = spell([model.terms_[column] for column in heaviest], other)
        cosine = float(weights.sum())
        found.append(
            Nearness(_affinity(cosine, said, told[at]), _affinity(cosine, told[at], said), words)
        )
    return found


def _affinity(cosine: float, seeker_said: bool, target_said: bool) -> float | None:
    if not seeker_said:
        return None
    return cosine if target_said else math.nan


def spell(terms: Sequence[str], text: str) -> tuple[str, ...]:
    """Terms of the vocabulary with the accents that ``text`` gives them.

    >>> spell(["pediatrie"], "La pédiatrie d'abord")
    ('pédiatrie',)
    >>> spell(["ecole", "oeuvre"], "L'école est à l'œuvre")
    ('école', 'œuvre')
    """
    if not terms:
        return ()
    written = unicodedata.normalize("NFC", text.lower())
    bare = plain(written)
    if len(bare) != len(written):  # an opened « œ »: letters no longer face one another
        return _spell_word_by_word(terms, written)
    places = (re.search(rf"\b{re.escape(term)}\b", bare) for term in terms)
    return tuple(
        written[place.start() : place.end()] if place else term
        for term, place in zip(terms, places, strict=True)
    )


def _spell_word_by_word(terms: Sequence[str], written: str) -> tuple[str, ...]:
    spelt = {plain(word): word for word in re.findall(r"\w+", written)}
    return tuple(spelt.get(term, term) for term in terms)


def load_text_model(reader: Reader) -> TextModel:
    """The fitted model, or one that knows no word as long as none was fitted."""
    payload = reader.execute(select(TextModelRow.payload).where(TextModelRow.id == _ROW)).scalar()
    return TextModel() if payload is None else TextModel.from_dict(payload)


def refit_text_model() -> int:
    """Learn the words anew from published offers and visible projects; the vocabulary's size.

    Every worker takes the new model with its next ranking.
    """
    model = TextModel().fit(_texts())
    row = db.session.get(TextModelRow, _ROW)
    if row is None:
        db.session.add(TextModelRow(id=_ROW, payload=model.to_dict()))
    else:
        row.payload = model.to_dict()
    db.session.flush()
    note_change(MarketKind.TEXT_MODEL, _ROW)
    return len(model.terms_)


def _texts() -> list[str]:
    offers = db.session.execute(
        select(Offer.title, Offer.description, Offer.facts)
        .where(Offer.status == OfferStatus.PUBLISHED)
        .order_by(Offer.id)
    )
    projects = db.session.scalars(
        select(Doctor.project)
        .where(Doctor.visible_since.is_not(None), Doctor.project.is_not(None))
        .order_by(Doctor.id)
    )
    texts = [offer_text(row.title, row.description, row.facts or {}) for row in offers]
    return texts + [project or "" for project in projects]
