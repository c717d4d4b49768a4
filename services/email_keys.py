"""When two spellings of an e-mail address reach the same person."""

from __future__ import annotations

import re

from services.accounts import normalise_email

# What comes along when one pastes from a page or a spreadsheet; an address holds none of it.
_AROUND = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff<>]+")
# These deliver « name+word » to « name »…
_PLUS = frozenset(
    {
        "gmail.com",
        "outlook.com",
        "outlook.fr",
        "hotmail.com",
        "hotmail.fr",
        "live.com",
        "live.fr",
        "msn.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "fastmail.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
    }
)
# …this one reads no dot either, and some have two names for one house.
_DOTS = frozenset({"gmail.com"})
_SAME = {"googlemail.com": "gmail.com", "protonmail.com": "proton.me", "pm.me": "proton.me"}


def clean_email(text: str) -> str:
    """The address as one writes to it; refuses what cannot be one.

    >>> clean_email(" mailto:Dr.Martin @Example.ORG ")
    'dr.martin@example.org'
    """
    return normalise_email(_AROUND.sub("", text).removeprefix("mailto:"))


def email_key(address: str) -> str:
    """The same for all spellings that reach the same box; refuses what cannot be an address.

    >>> email_key("Camille.Roux+soiree@googlemail.com") == email_key("camilleroux@gmail.com")
    True
    """
    local, _, domain = clean_email(address).rpartition("@")
    if domain in _PLUS or domain in _SAME:
        local = local.partition("+")[0] or local
    domain = _SAME.get(domain, domain)
    if domain in _DOTS:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"
