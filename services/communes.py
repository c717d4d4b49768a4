"""Find communes the way people type them."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.communes import Commune, PostalCode
from services.refusals import Refusal

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_CODE = re.compile(r"(\d[\dAB]\d{3})", re.IGNORECASE)


class UnknownCommune(Refusal):
    """Nothing is called ``text``."""


class AmbiguousCommune(Refusal):
    """``text`` names several communes; ``choices`` lists them."""


def fold_name(text: str) -> str:
    """Lower case, no accents, words apart by one space, « St » written out.

    >>> fold_name("L'Haÿ-les-Roses"), fold_name("St Cirq")
    ('l hay les roses', 'saint cirq')
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", letters)
    return " ".join(_SHORT.get(word, word) for word in words)


def find_commune(code: str) -> Commune | None:
    """The commune of that INSEE code."""
    return db.session.get(Commune, code.upper())


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """Communes whose name contains ``text`` or whose postal code starts with it.

    Exact names first, then names that start so, then names with a word that does, then the
    others; the most peopled first.
    """
    typed = text.strip()
    if re.fullmatch(r"\d{2,5}", typed):
        return _fetch(_by_postal_code(typed), limit)
    folded = fold_name(typed)
    if len(folded) < 2:
        return []
    name = Commune.search_name
    closeness = case(
        (name == folded, 0),
        (name.startswith(folded, autoescape=True), 1),
        (name.contains(f" {folded}", autoescape=True), 2),
        else_=3,
    )
    found = select(Commune).where(name.contains(folded, autoescape=True)).order_by(closeness)
    return _fetch(found, limit)


def _by_postal_code(digits: str) -> Select[Commune]:
    codes = select(PostalCode.commune_code).where(
        PostalCode.code.startswith(digits, autoescape=True)
    )
    return select(Commune).where(Commune.code.in_(codes))


def _fetch(query: Select[Commune], limit: int) -> list[Commune]:
    peopled = func.coalesce(Commune.population, 0).desc()
    ordered = query.order_by(peopled, Commune.code).limit(limit)
    return list(db.session.scalars(ordered.options(joinedload(Commune.departement))))


def resolve_commune(text: str) -> Commune:
    """The one commune meant by what was typed: a code, a picked label, a name, a postal code."""
    typed = text.strip()
    picked = re.search(r"\(([0-9][0-9AB]\d{0,3})\)\s*$", typed, re.IGNORECASE)
    if picked:
        return _in_departement(typed[: picked.start()], picked.group(1).upper(), typed)
    if re.fullmatch(r"\d{5}", typed):
        return _only(_fetch(_by_postal_code(typed), 60) or _one_code(typed), typed)
    if _CODE.fullmatch(typed):
        return _only(_one_code(typed), typed)
    return _only(_named(fold_name(typed)), typed)


def _one_code(code: str) -> list[Commune]:
    found = find_commune(code)
    return [found] if found else []


def _named(folded: str) -> list[Commune]:
    return _fetch(select(Commune).where(Commune.search_name == folded), 60)


def _in_departement(name: str, departement: str, typed: str) -> Commune:
    if len(departement) == 5:
        return _only(_one_code(departement), typed)
    namesakes = _named(fold_name(name))
    return _only([c for c in namesakes if c.departement_code == departement], typed)


def _only(found: list[Commune], typed: str) -> Commune:
    if not found:
        raise UnknownCommune(text=typed)
    if len(found) > 1:
        raise AmbiguousCommune(text=typed, choices=found)
    return found[0]


def commune_label(commune: Commune) -> str:
    """« Cahors (46) », which ``resolve_commune`` reads back."""
    return f"{commune.name} ({commune.departement_code})"
