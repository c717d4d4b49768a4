"""A copy of everything kept on a person: the same rows for a program (JSON) and to be read."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from models.accounts import Account
from models.base import db, now
from services.consent_wordings import WORDINGS
from services.introductions import list_introductions
from services.personal_rows import SHARES, Person, Share, person_of
from services.personal_words import label_of, say

# A link in a message opens something once: its number is no word of the message.
_KEYS_OF_LINKS = ("link_id", "token", "participant_key")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as one reads it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the copy: its rows, as kept and as read."""

    key: str
    title: str
    rows: tuple[Mapping[str, Any], ...]
    told: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class PersonalCopy:
    """Everything, with what is held back and why."""

    made_at: datetime
    chapters: tuple[Chapter, ...]

    def as_json(self) -> dict[str, Any]:
        """What a program reads."""
        return {
            "made_at": self.made_at.isoformat(),
            "chapters": {chapter.key: list(chapter.rows) for chapter in self.chapters},
            "held_back": {
                share.key: dict(share.held_back) | ({"…": share.rest} if share.rest else {})
                for share in SHARES
                if share.held_back or share.rest
            },
        }


def copy_everything(account: Account, at: datetime | None = None) -> PersonalCopy:
    """All rows about this person, chapter by chapter, empty chapters left out."""
    person = person_of(account)
    chapters = [_chapter(share, person) for share in SHARES]
    chapters += [_contacts(account), _wordings()]
    return PersonalCopy(at or now(), tuple(chapter for chapter in chapters if chapter.rows))


def _chapter(share: Share, person: Person) -> Chapter:
    table = share.table.__table__
    names = share.columns()
    query = select(*(table.c[name] for name in names)).where(share.rows(person))
    rows = db.session.execute(query.order_by(*table.primary_key)).mappings().all()
    return Chapter(
        share.key,
        share.title,
        tuple({name: _plain(name, row[name]) for name in names} for row in rows),
        tuple(_tell(share.table.__tablename__, names, row) for row in rows),
    )


def _tell(table: str, names: list[str], row: Mapping[Any, Any]) -> tuple[Said, ...]:
    told = ((name, say(table, name, row[name])) for name in names)
    return tuple(Said(label_of(table, name), text) for name, text in told if text)


def _contacts(account: Account) -> Chapter:
    """Introductions as their page shows them: the other side's contact, and no more."""
    views = [view for view in list_introductions(account.id) if view.side == "doctor"]
    rows = tuple(
        {
            "introduction_id": view.id,
            "offer": view.offer_title,
            "place": view.place,
            "name": view.host.name,
            "role": view.host.role,
            "organisation": view.host.organisation,
            "email": view.host.email,
            "phone": view.host.phone,
        }
        for view in views
    )
    told = tuple(
        tuple(Said(label, str(row[name])) for name, label in _CONTACT.items() if row[name])
        for row in rows
    )
    return Chapter("contacts", "Les coordonnées que j’ai reçues", rows, told)


_CONTACT = {
    "offer": "Offre",
    "place": "Commune",
    "name": "Nom",
    "role": "Fonction",
    "organisation": "Organisation",
    "email": "Adresse électronique",
    "phone": "Téléphone",
}


def _wordings() -> Chapter:
    """The words of the consents, so that a version can be read."""
    rows = tuple(
        {"kind": kind.value, "wording": version, "text": text}
        for kind, versions in WORDINGS.items()
        for version, text in versions.items()
    )
    told = tuple(
        (Said(f"{kind.label}, {version}", text),)
        for kind, versions in WORDINGS.items()
        for version, text in versions.items()
    )
    return Chapter("wordings", "Les mots de chaque accord", rows, told)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if name == "context" and isinstance(value, dict):
        return {key: said for key, said in value.items() if key not in _KEYS_OF_LINKS}
    return value
