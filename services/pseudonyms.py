"""A doctor's name at one offer: always the same there, another one elsewhere.

A small keyed permutation of 32 bits (four Feistel rounds of HMAC-SHA256): it can be undone with
the secret only, so that the address of a masked doctor tells nothing that two organisations
could compare.
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256

_ROUNDS = 4
_HALF = 0xFFFF


def conceal(doctor_id: int, offer_id: int, secret: str) -> str:
    """Eight characters that stand for this doctor at this offer."""
    left, right = doctor_id >> 16 & _HALF, doctor_id & _HALF
    for turn in range(_ROUNDS):
        left, right = right, left ^ _mix(right, turn, offer_id, secret)
    return f"{left:04x}{right:04x}"


def reveal(token: str, offer_id: int, secret: str) -> int | None:
    """The doctor that these characters stand for at this offer; none if they cannot."""
    if not re.fullmatch(r"[0-9a-f]{8}", token):
        return None
    left, right = int(token[:4], 16), int(token[4:], 16)
    for turn in reversed(range(_ROUNDS)):
        left, right = right ^ _mix(left, turn, offer_id, secret), left
    doctor_id = left << 16 | right
    # Larger numbers would not fit the database's column, and nobody has one.
    return doctor_id if doctor_id < 2**31 else None


def pseudonym(doctor_id: int, offer_id: int, secret: str) -> str:
    """« Médecin 4F2A », as pages of this offer call the doctor."""
    return f"Médecin\u00a0{conceal(doctor_id, offer_id, secret)[:4].upper()}"


def _mix(half: int, turn: int, offer_id: int, secret: str) -> int:
    message = f"pseudonym/{offer_id}/{turn}/{half}".encode()
    return int.from_bytes(hmac.digest(secret.encode(), message, sha256)[:2])
