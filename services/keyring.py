"""Keys made from the application's one secret: one for each purpose, none of them stored."""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


@lru_cache(maxsize=32)
def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"ancrage/{purpose}".encode()).derive(secret.encode())


def key_for(purpose: str) -> bytes:
    """32 bytes that serve ``purpose`` and nothing else."""
    return _derive(current_app.config["SECRET_KEY"], purpose)


def keyed_digest(purpose: str, text: str) -> str:
    """64 hexadecimal characters by which ``text`` is known again, and not guessed."""
    return hmac.digest(key_for(purpose), text.encode(errors="surrogatepass"), sha256).hex()


def signature(purpose: str, text: str) -> str:
    """A signature that fits in an address: 32 characters."""
    made = hmac.digest(key_for(purpose), text.encode(errors="surrogatepass"), sha256)[:24]
    return base64.urlsafe_b64encode(made).decode()


def box_for(purpose: str) -> Fernet:
    """Encrypts and decrypts what ``purpose`` keeps."""
    return Fernet(base64.urlsafe_b64encode(key_for(purpose)))
