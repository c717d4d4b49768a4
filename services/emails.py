"""E-mails as text: each has a subject, a plain version and a version to look at.

Their templates live in ``templates/emails/<name>/`` and know nothing of pages: no request, no
function of Flask. Addresses start with the setting PUBLIC_URL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask import current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from services.links import sign_id
from services.participant_keys import sign_key

_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")  # every space but those that do not break
TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
FOLDER = "emails"


@dataclass(frozen=True, slots=True)
class Email:
    """A message ready to go."""

    subject: str
    text: str
    html: str


def render_email(name: str, context: Mapping[str, Any], public_url: str | None = None) -> Email:
    """The message ``name`` with what it says; a word that is missing is an error."""
    said = dict(context)
    if "link_id" in said:
        said["token"] = sign_id(said["link_id"])
    if "participant_key" in said:
        said["participant_token"] = sign_key(said["participant_key"])
    said["site"] = (public_url or current_app.config["PUBLIC_URL"]).rstrip("/")
    subject, text = (_plain(name, part).render(said) for part in ("subject", "body"))
    said["subject"] = _BREAKS.sub(" ", subject).strip()
    return Email(
        subject=said["subject"],
        text=text.strip() + "\n",
        html=_page(name, "body").render(said),
    )


def _plain(name: str, part: str) -> Template:
    return _environment().get_template(f"{FOLDER}/{name}/{part}.txt")


def _page(name: str, part: str) -> Template:
    return _environment().get_template(f"{FOLDER}/{name}/{part}.html")


def _day(text: str) -> str:
    """« 2026-11-24 » -> « 24 novembre 2026 »."""
    return str(format_date(date.fromisoformat(text[:10]), "d MMMM y", locale="fr_FR"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    return environment
