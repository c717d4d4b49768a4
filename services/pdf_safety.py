"""Does this PDF only show pages? No script, no launch, no file inside, no password.

Names may be spelled with escapes (``/J#61vaScript``) and stand in compressed object streams, so
both are undone before looking. What cannot be looked into is refused.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

Fault = Literal["damaged", "active"]

_ACTIVE = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/XFA",
    b"/SubmitForm",
    b"/ImportData",
    b"/GoToE",
    b"/GoToR",
    b"/Rendition",
    b"/Encrypt",
)
_HEADER = re.compile(rb"%PDF-[12]\.[0-9][\s%]")
_TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
_STREAM = re.compile(rb"stream\r?\n")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# Object streams packed in a way that is not undone here: nobody's printer writes them.
_ODD_PACKING = re.compile(
    rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)\b"
    rb"|/(?:Filter|DecodeParms)\s*\d|/FlateDecode[^>]*/FlateDecode"
)
_FED = 16 * 1024
_STEP = 256 * 1024
_MOST_STREAMS = 4_000
_OVERLAP = 64
_MOST_UNPACKED = 64 * 1024 * 1024


def check_pdf(content: bytes) -> Fault | None:
    """What is wrong with ``content``, if anything."""
    if not (_HEADER.match(content) and _TRAILER.search(content[-1024:])):
        return "damaged"
    if b"/Page" not in content and b"ObjStm" not in _unescaped(content):
        return "damaged"
    if _is_active(content):
        return "active"
    unpacked = 0
    for number, (dictionary, packed) in enumerate(_streams(content)):
        if number > _MOST_STREAMS:
            return "damaged"
        if b"ObjStm" in dictionary and _ODD_PACKING.search(dictionary):
            return "active"
        for piece in _unpack(packed):
            unpacked += len(piece)
            if unpacked > _MOST_UNPACKED:
                return "damaged"
            if _is_active(piece):
                return "active"
    return None


def _unescaped(content: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _is_active(content: bytes) -> bool:
    spellings = [content, _unescaped(content)] if b"#" in content else [content]
    return any(name in spelling for spelling in spellings for name in _ACTIVE)


def _streams(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """The dictionary of each stream, unescaped, and all that follows the word."""
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        start = content.rfind(b"obj", max(0, found.start() - 4096), found.start())
        yield _unescaped(content[max(0, start) : found.start()]), view[found.end() :]


def _unpack(packed: memoryview) -> Iterator[bytes]:
    """Pieces of what a compressed stream holds, each with the end of the one before."""
    machine, tail = zlib.decompressobj(), b""
    for at in range(0, len(packed), _FED):
        waiting: bytes | memoryview = packed[at : at + _FED]
        while waiting and not machine.eof:
            try:
                piece = machine.decompress(waiting, _STEP)
            except zlib.error:
                return  # not compressed in this way, or damaged from here on
            yield tail + piece
            tail, waiting = (tail + piece)[-_OVERLAP:], machine.unconsumed_tail
        if machine.eof:
            return
