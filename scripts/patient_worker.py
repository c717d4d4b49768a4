"""A gunicorn worker that gives a thread to whole requests only.

gunicorn's own threaded worker reads a request inside a thread: as many visitors who send a byte
now and then as there are threads, and nobody else is served. Here bytes are gathered as they come,
between requests; a thread begins once the last one is there. What takes too long is closed.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from typing import Any

from gunicorn.workers import gthread

WHOLE_WITHIN = 30.0  # seconds for a request to come in, and for a silent connection
ANSWER_TAKEN_WITHIN = 20  # seconds during which a visitor may take no byte of an answer
LARGEST_HEADERS = 64 * 1024
LARGEST_REQUEST = 3 * 1024 * 1024 + LARGEST_HEADERS  # more is refused by the site as it begins
MOST_HELD = 64 * 1024 * 1024  # of unfinished requests, in one worker
_LARGE = 64 * 1024

_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:", re.I | re.M)
_REFUSED = b"HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def end_of_headers(gathered: bytes | bytearray) -> int:
    """Where the empty line is; -1 before it came."""
    return gathered.find(b"\r\n\r\n", 0, LARGEST_HEADERS)


def what_is_missing(gathered: bytes | bytearray) -> int:
    """How many bytes at least are still to come; nought for a request that can be answered."""
    end = end_of_headers(gathered)
    if end < 0:
        return 1
    lengths = [int(found) for found in _LENGTH.findall(gathered[:end])]
    whole = end + 4 + max(lengths, default=0)
    return 0 if whole > LARGEST_REQUEST else max(0, whole - len(gathered))


def why_refused(gathered: bytes | bytearray) -> bytes | None:
    """The status of what cannot be waited for: headers without end, a body that hides its length.

    No browser sends such a body, and a proxy that gathers requests does not either.
    """
    end = end_of_headers(gathered)
    if end < 0:
        too_large = len(gathered) >= LARGEST_HEADERS
        return b"431 Request Header Fields Too Large" if too_large else None
    return b"411 Length Required" if _CHUNKED.search(gathered, 0, end) else None


class PatientWorker(gthread.ThreadWorker):
    """See above."""

    pending_conns: deque[Any]

    def handle(self, conn: Any) -> Any:
        """In a thread: take what has come; answer if that is a whole request, else give way."""
        try:
            state = self._gather(conn)
        except OSError:
            return False
        if state is not True:
            return state
        conn.data_ready = True
        return super().handle(conn)

    def _gather(self, conn: Any) -> Any:
        """``True`` when whole, ``False`` to close, or gunicorn's word for « later »."""
        if not hasattr(conn, "gathered"):
            conn.gathered, conn.deadline = bytearray(), time.monotonic() + WHOLE_WITHIN
            patience = struct.pack("ll", ANSWER_TAKEN_WITHIN, 0)
            for option in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, patience)
            if conn.parser is not None:  # kept alive: it may have read ahead
                conn.gathered += conn.parser.unreader.take_buffered()
        is_over = self._receive(conn)
        if not conn.gathered:
            return False if is_over else gthread._DEFER
        if status := why_refused(conn.gathered):
            conn.sock.sendall(_REFUSED % status)
            return False
        if what_is_missing(conn.gathered):
            late = time.monotonic() > conn.deadline
            return False if is_over or late or self._holds_too_much(conn) else gthread._DEFER
        conn.sock.setblocking(True)
        conn.init()
        conn.parser.unreader.unread(bytes(conn.gathered))
        del conn.gathered  # the next request on this connection begins anew
        return True

    @staticmethod
    def _receive(conn: Any) -> bool:
        """Take what is there, without waiting; has the other end closed?"""
        conn.sock.setblocking(False)
        with suppress(BlockingIOError):
            while len(conn.gathered) <= LARGEST_REQUEST:
                piece = conn.sock.recv(_LARGE)
                if not piece:
                    return True
                conn.gathered += piece
        return False

    def _holds_too_much(self, conn: Any) -> bool:
        if len(conn.gathered) < _LARGE:
            return False
        waiting = list(self.pending_conns)
        return sum(len(getattr(other, "gathered", b"")) for other in waiting) > MOST_HELD

    def finish_request(self, conn: Any, future: Any) -> None:
        """In the main loop: an unfinished request keeps the deadline it began with."""
        super().finish_request(conn, future)
        if hasattr(conn, "gathered") and self.pending_conns and self.pending_conns[-1] is conn:
            conn.timeout = conn.deadline

    def murder_pending(self) -> None:
        """In the main loop: close what is late, in the order in which it is."""
        self.pending_conns = deque(sorted(self.pending_conns, key=lambda conn: conn.timeout))
        super().murder_pending()
