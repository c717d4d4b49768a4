"""Small whole files of the kinds that people upload, and some that attack."""

from __future__ import annotations

import struct
import zlib


def a_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_png(*chunks: bytes, width: int = 2) -> bytes:
    """A grey picture; ``chunks`` stand before its pixels."""
    head = a_chunk(b"IHDR", struct.pack(">IIBBBBB", width, 2, 8, 0, 0, 0, 0))
    pixels = a_chunk(b"IDAT", zlib.compress(b"\0\x80\x80" * 2))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + a_chunk(b"IEND", b"")


def a_segment(marker: int, data: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def a_jpeg(*segments: bytes) -> bytes:
    """The skeleton of a photo: a frame, a scan, an end; ``segments`` stand first."""
    frame = a_segment(0xC0, struct.pack(">BHHB", 8, 2, 2, 1) + b"\x01\x11\x00")
    scan = a_segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    jfif = a_segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + jfif + b"".join(segments) + frame + scan + b"\xff\xd9"


def a_pdf(*objects: bytes) -> bytes:
    """One empty page, and ``objects``."""
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, words in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(body) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(out))
    )


def a_stream(words: bytes, data: bytes) -> bytes:
    """An object that holds ``data``."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(data), data)
