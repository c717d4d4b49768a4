"""Addresses of imaginary people: nothing is ever sent there."""

from __future__ import annotations

from services.demo_logins import DEMO_DOMAIN


def is_demo_address(address: str) -> bool:
    """Does nobody live at this address?"""
    domain = address.rpartition("@")[2].strip(" >").lower().rstrip(".")
    return domain == DEMO_DOMAIN or domain.endswith(f".{DEMO_DOMAIN}")
