"""What may be uploaded, told by its content: a PDF, a JPEG or a PNG that runs nothing.

The name and the type that the browser announces are not looked at. Pictures come out with what
shows them only: no place where the photo was taken, no comment, nothing after their end.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from services.pdf_safety import check_pdf
from services.refusals import Refusal

LARGEST = 2 * 1024 * 1024
_LONGEST_SIDE = 20_000

# Of a page or of a program: no picture and no letter holds these.
_FOREIGN = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg", b"javascript:")
_ZIP_ENDS = (b"PK\x05\x06", b"PK\x06\x06")

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SHOWS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"sBIT"}
)

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# JFIF, colour profile, Adobe's colours; the other APPn hold what the phone knows, and comments.
_JPEG_DROPPED = frozenset({*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xE2, 0xEE})


class UploadMissing(Refusal):
    """The file is empty."""


class UploadTooBig(Refusal):
    """More than ``limit`` mebibytes."""


class UploadNotAccepted(Refusal):
    """Neither a PDF, nor a JPEG, nor a PNG; or damaged; or something else at the same time."""


class UploadActive(Refusal):
    """A PDF that wants to run, open or hide something, or that a password closes."""


class Upload(NamedTuple):
    """What is kept."""

    media_type: str
    content: bytes


def read_upload(content: bytes) -> Upload:
    """The file and what it really is; refuses what could be anything else."""
    if not content:
        raise UploadMissing
    if len(content) > LARGEST:
        raise UploadTooBig(limit=LARGEST // 1024 // 1024)
    try:
        upload = _recognise(content)
    except (struct.error, IndexError) as error:  # it stops in its middle
        raise UploadNotAccepted from error
    folded = upload.content.lower()
    if any(mark in folded for mark in _FOREIGN) or any(
        mark in upload.content for mark in _ZIP_ENDS
    ):
        raise UploadNotAccepted
    return upload


def _recognise(content: bytes) -> Upload:
    if content.startswith(_PNG):
        return Upload("image/png", _only_picture_of_png(content))
    if content.startswith(b"\xff\xd8\xff"):
        return Upload("image/jpeg", _only_picture_of_jpeg(content))
    if content.startswith(b"%PDF-"):
        _check_document(content)
        return Upload("application/pdf", content)
    raise UploadNotAccepted


def _check_document(content: bytes) -> None:
    fault = check_pdf(content)
    if fault == "active":
        raise UploadActive
    if fault:
        raise UploadNotAccepted


def _check_sides(width: int, height: int) -> None:
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE):
        raise UploadNotAccepted


def _only_picture_of_png(content: bytes) -> bytes:
    kept, at, kind = [_PNG], len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        chunk = content[at : at + 12 + length]
        kind, data = chunk[4:8], chunk[8:-4]
        (checksum,) = struct.unpack_from(">I", chunk, 8 + length)
        if zlib.crc32(kind + data) != checksum or (at == len(_PNG)) != (kind == b"IHDR"):
            raise UploadNotAccepted
        if kind == b"IHDR":
            _check_sides(*struct.unpack_from(">II", data))
        if kind in _PNG_SHOWS:
            kept.append(chunk)
        at += len(chunk)
    if not any(chunk[4:8] == b"IDAT" for chunk in kept[1:]):
        raise UploadNotAccepted
    return b"".join(kept)


def _only_picture_of_jpeg(content: bytes) -> bytes:
    kept, at, framed, scanned = [content[:2]], 2, False, False
    while True:
        if content[at] != 0xFF:
            raise UploadNotAccepted
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            _check_sides(width, height)
            framed = True
        if marker == 0xDA:
            scanned, end = True, _end_of_scan(content, end)
        if marker not in _JPEG_DROPPED:
            kept.append(content[at:end])
        at = end
    if not (framed and scanned):
        raise UploadNotAccepted
    return b"".join(kept) + b"\xff\xd9"


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker is; 0xFF00 and restarts belong to the picture."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise UploadNotAccepted
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == 0xFF else 2
