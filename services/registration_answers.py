"""What someone says when they register, checked before any of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from models.base import db
from models.communes import Commune
from models.dating_events import DatingEvent
from models.specialties import Specialty
from models.vocabulary import EventSide, Opportunity, PracticeMode, Stage
from services.communes import UnknownCommune
from services.doctors import UnknownSpecialty, check_code, check_codes
from services.email_keys import clean_email
from services.evening_programme import window_of
from services.refusals import Refusal

LONGEST_PITCH = 600
DRIVES = (20, 30, 45, 60, 90)  # minutes that a candidate may accept from the commune they name
_LONGEST = {
    "first_name": 80,
    "last_name": 80,
    "phone": 30,
    "badge_name": 60,
    "organisation_name": 160,
    "video_url": 300,
    "pitch": LONGEST_PITCH,
}


class AnswerTooLong(Refusal):
    """The answer ``field`` has more than ``limit`` characters."""


class VideoNotSecure(Refusal):
    """The video is no address that starts with https://."""


class TimesReversed(Refusal):
    """They would leave before they arrive."""


class NoMeetingThen(Refusal):
    """They would be there for no whole meeting."""


class SideUnknown(Refusal):
    """One comes as a candidate or as a host."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What one says of oneself; only the address must be there.

    ``answers`` of a candidate: stage, specialty_code, opportunities, practice_modes,
    max_minutes; of a host: specialty_code, opportunities, practice_mode, stages.
    """

    email: str
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    badge_name: str | None = None
    organisation_name: str | None = None
    commune_code: str | None = None
    video_url: str | None = None
    pitch: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    doctor_id: int | None = None
    offer_id: int | None = None
    consent_wording: str | None = None


# Kept, shown and erased under the same names; the address and the answers each in a way of theirs.
SAID = tuple(one.name for one in fields(Registration) if one.name not in {"email", "answers"})


def check_registration(event: DatingEvent, side: str, said: Registration) -> Registration:
    """The same, cleaned; refuses by name what cannot be kept."""
    if side not in [known.value for known in EventSide]:
        raise SideUnknown(side=side[:20])
    texts = {name: _text(getattr(said, name), name, limit) for name, limit in _LONGEST.items()}
    check_video(texts["video_url"])
    if said.commune_code and db.session.get(Commune, said.commune_code) is None:
        raise UnknownCommune(text=said.commune_code)
    check_times(event, said.arrives_at, said.leaves_at)
    return replace(
        said,
        email=clean_email(said.email),
        answers=check_answers(side, said.answers),
        **texts,  # type: ignore[arg-type]
    )


def check_times(
    event: DatingEvent, arrives_at: datetime | None, leaves_at: datetime | None
) -> None:
    """Refuse times between which nobody could be met."""
    if arrives_at and leaves_at and leaves_at <= arrives_at:
        raise TimesReversed(field="leaves_at")
    if (arrives_at or leaves_at) and window_of(event, arrives_at, leaves_at) is None:
        raise NoMeetingThen(field="arrives_at" if arrives_at else "leaves_at")


def check_video(address: str | None) -> None:
    """Only a page that is opened safely, elsewhere, by whoever wants to."""
    if not address:
        return
    try:
        parts = urlsplit(address)
        whole = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        whole = False
    if not whole or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise VideoNotSecure(field="video_url")


def check_answers(side: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that this side is asked for, each a code we know; the others are dropped."""
    specialty = answers.get("specialty_code") or None
    if specialty and db.session.get(Specialty, specialty) is None:
        raise UnknownSpecialty(field="specialty_code")
    kept: dict[str, Any] = {
        "specialty_code": specialty,
        "opportunities": check_codes(Opportunity, answers.get("opportunities"), "opportunities"),
    }
    if side == EventSide.CANDIDATE:
        modes = check_codes(PracticeMode, answers.get("practice_modes"), "practice_modes")
        minutes = answers.get("max_minutes")
        kept["stage"] = check_code(Stage, answers.get("stage"), "stage")
        kept["practice_modes"] = modes
        kept["max_minutes"] = minutes if minutes in DRIVES else None
    else:
        mode = check_code(PracticeMode, answers.get("practice_mode"), "practice_mode")
        kept["practice_mode"] = mode
        kept["stages"] = check_codes(Stage, answers.get("stages"), "stages")
    return {name: value for name, value in kept.items() if value is not None}


def _text(value: str | None, name: str, limit: int) -> str | None:
    cleaned = (value or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(cleaned) > limit:
        raise AnswerTooLong(field=name, limit=limit)
    return cleaned or None
