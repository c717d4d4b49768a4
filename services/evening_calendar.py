"""The entry that an evening leaves in a participant's calendar (iCalendar, RFC 5545 and 5546).

One event a person, always under the same UID; ``calendar_sequence`` says which telling is the
latest, so that a calendar takes the new hour, or withdraws what is called off. As in messages,
the address of the person's pages waits without its signature and is signed on the way out.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app
from icalendar import Calendar, Event, vCalAddress

from models.base import db, now
from models.participants import Participant
from models.vocabulary import EventSide
from services.evening_programme import ends_at
from services.paris_days import PARIS, hour_in_paris
from services.participant_keys import sign_key
from services.participants import badge_number, full_name

if TYPE_CHECKING:  # registrations, which views rest on, send entries themselves
    from services.evening_views import ProgrammeLine

PRODUCT = "-//Ancrage//Rencontres//FR"
FILE_NAME = "rencontres.ics"
_UIDS = uuid.UUID("5f0e7a52-6f0c-4d7d-9c1b-2c9f1c8a4e11")  # names of entries; never changes
_PATH = "/rencontres/inscription/"
_UNSIGNED = re.compile(rf"(?<={_PATH})[\w-]+(?![\w.-])")


def entry_for(
    participant: Participant,
    *,
    method: str,
    at: datetime | None = None,
    programme: Sequence[ProgrammeLine] = (),
) -> str:
    """The entry as text: ``method`` is PUBLISH (to save), REQUEST (by e-mail) or CANCEL.

    ``programme``: theirs, once it was announced. What goes into the outbox is this; ``sign_entry``
    completes its address.
    """
    whole = uuid.uuid5(_UIDS, f"{participant.key} calendar")  # drawn anew otherwise
    calendar = Calendar.new(prodid=PRODUCT, method=method, calscale="GREGORIAN", uid=whole)
    calendar.add_component(_event(participant, method, at or now(), programme))
    calendar.add_missing_timezones()
    return str(calendar.to_ical(), encoding="utf-8")


def bump(participant: Participant) -> None:
    """What the entry says has changed: calendars take the next telling in place of the last."""
    participant.calendar_sequence += 1
    db.session.flush()


def sign_entry(text: str) -> str:
    """The same entry with the address of the person's pages signed, as it leaves."""
    calendar = Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        for name in ("description", "url"):
            if name in event:
                said = _UNSIGNED.sub(lambda found: sign_key(found[0]), str(event[name]))
                del event[name]
                event.add(name, said)
    return str(calendar.to_ical(), encoding="utf-8")


def method_of(text: str) -> str:
    """What an entry asks of the calendar that receives it."""
    return str(Calendar.from_ical(text)["METHOD"])


def uid_of(participant: Participant) -> str:
    """Under which name calendars know this person's evening; it tells nothing of the person."""
    return str(uuid.uuid5(_UIDS, participant.key))


def _event(
    participant: Participant,
    method: str,
    at: datetime,
    programme: Sequence[ProgrammeLine],
) -> Event:
    evening = participant.event
    is_off = method == "CANCEL"
    link = current_app.config["PUBLIC_URL"].rstrip("/") + _PATH + participant.key
    entry = Event.new(
        uid=uid_of(participant),
        sequence=participant.calendar_sequence,
        stamp=at,
        start=evening.starts_at.astimezone(PARIS),
        end=ends_at(evening).astimezone(PARIS),
        summary=evening.title,
        location=_place(participant),
        description=_description(participant, link, programme, is_off=is_off),
        url=link,
        status="CANCELLED" if is_off else "CONFIRMED",  # type: ignore[arg-type]
        organizer=_address(evening.contact_email, evening.organiser_name),
    )
    if method != "PUBLISH":
        entry.add("attendee", _attendee(participant))
    return entry


def _place(participant: Participant) -> str:
    evening = participant.event
    parts = (evening.place_name, evening.address, evening.commune.name)
    return ", ".join(part for part in parts if part)


def _description(
    participant: Participant, link: str, programme: Sequence[ProgrammeLine], *, is_off: bool
) -> str:
    if is_off:
        return f"Cette rencontre n’est plus à votre agenda.\n\n{link}"
    meetings = [_meeting(line) for line in programme if not line.is_idle]
    parts = [f"Votre numéro\u00a0: {badge_number(participant)}"]
    parts += ["\n".join(meetings)] if meetings else []
    parts += [f"Votre page, à garder pour vous\u00a0: {link}"]
    return "\n\n".join(parts)


def _meeting(line: ProgrammeLine) -> str:
    """A calendar may be shared: a host's organisation, and of a candidate the number alone."""
    whom = " et ".join(
        (each.organisation_name if each.side == EventSide.HOST else None) or badge_number(each)
        for each in line.others
    )
    return f"{hour_in_paris(line.starts_at)} · table {(line.table or 0) + 1} · {whom}"


def _attendee(participant: Participant) -> vCalAddress:
    address = _address(participant.email, full_name(participant) or participant.email)
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = re.sub(r'[\x00-\x1f\x7f"]', " ", name)  # not sayable in a parameter
    return address
