"""No test reaches further than this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class OutsideNetwork(AssertionError):
    """A test tried to reach another machine."""


def _is_here(host: str) -> bool:
    if host in ("", "localhost", socket.gethostname()):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def close_network(patch: pytest.MonkeyPatch) -> None:
    """Refuse connections and name look-ups that leave the machine."""
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise OutsideNetwork(f"connection to {address}")
        real_connect(self, address)

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_here(host.decode() if isinstance(host, bytes) else host):
            raise OutsideNetwork(f"look-up of {host}")
        return real_lookup(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket, "getaddrinfo", look_up)
