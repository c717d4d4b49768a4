import contextlib
import random
import time
import zlib

import pytest

from services.uploads import (
    LARGEST,
    UploadActive,
    UploadMissing,
    UploadNotAccepted,
    UploadTooBig,
    read_upload,
)
from tests.support.documents import a_chunk, a_jpeg, a_pdf, a_png, a_segment, a_stream

FLATE = b"/Type /ObjStm /Filter /FlateDecode"
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (a_pdf(), "application/pdf"),
        (a_pdf(a_stream(b"/Filter /FlateDecode", zlib.compress(b"BT (Bonjour) Tj ET"))), None),
        (a_pdf(a_stream(FLATE, zlib.compress(b"7 0 << /Type /Font >>"))), None),
        (a_pdf(b"<< /S /URI /URI (https://www.lot.fr) >>"), None),
        (a_jpeg(), "image/jpeg"),
        (a_png(), "image/png"),
    ],
)
def test_documents_and_pictures_come_through_as_they_are(content, media_type):
    upload = read_upload(content)
    assert upload.media_type == (media_type or "application/pdf")
    assert upload.content == content


@pytest.mark.parametrize(
    "content",
    [
        b"Bonjour",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a",
        b"PK\x03\x04 docx",
        b"MZ\x90\x00",
        b"\x00" * 100,
        b"%PDF-1.7 nothing else",
        b"%PDF-1.7\n%%EOF",
        b" " + a_pdf(),  # readers forgive, and so it could be another thing first
        a_pdf() + b"<html><body>and a page</body></html>",
        a_pdf() + b"PK\x05\x06" + b"\0" * 18,
        a_pdf(b"(<script>alert(1)</script>)"),
        a_pdf()[:200],
        b"\x89PNG\r\n\x1a\n",
        a_png()[:-20],
        a_png().replace(b"IDAT", b"IDAX"),
        a_png(width=40_000),
        a_png(width=0),
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xd9",
        a_jpeg()[:-10],
        a_jpeg()[:30],
    ],
)
def test_anything_else_is_refused_whatever_its_name(content):
    with pytest.raises(UploadNotAccepted):
        read_upload(content)


@pytest.mark.parametrize(
    "thing",
    [
        SCRIPT,
        b"<< /S /J#61vaScript /JS (app.alert(1)) >>",
        b"<< /S /#4a#61#76#61#53#63#72#69#70#74 >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /XFA [] >>",
        b"<< /S /SubmitForm /F (https://ailleurs.example) >>",
        b"<< /Encrypt 9 0 R >>",
        a_stream(FLATE, zlib.compress(SCRIPT)),
        a_stream(FLATE, zlib.compress(b" " * 3_000_000 + SCRIPT)),
        a_stream(b"/Subtype /Image /Filter /FlateDecode", zlib.compress(SCRIPT)),
        # "endstream" inside the packed bytes hides nothing that follows it
        a_stream(FLATE, zlib.compress(b"endstream" + b" " * 40_000 + SCRIPT, 0)),
        a_stream(b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"00"),
        a_stream(b"/Type /Obj#53tm /Filter /LZWDecode", b"00"),
        a_stream(b"/Type /ObjStm /Filter 9 0 R", b"00"),
        a_stream(FLATE + b" /DecodeParms << /Predictor 12 >>", b"00"),
    ],
)
def test_a_document_that_acts_or_hides_is_refused(thing):
    with pytest.raises(UploadActive):
        read_upload(a_pdf(thing))


def test_an_empty_file_and_a_heavy_one_are_named():
    with pytest.raises(UploadMissing):
        read_upload(b"")
    with pytest.raises(UploadTooBig) as refusal:
        read_upload(a_pdf() + b" " * LARGEST)
    assert refusal.value.data == {"limit": 2}


def test_a_photo_forgets_where_it_was_taken_and_what_follows_it():
    place = a_segment(0xE1, b"Exif\0\0 44.9N 1.4E <script>alert(1)</script>")
    comment = a_segment(0xFE, b"chez moi")
    taken = a_jpeg(place, comment) + b"PK\x03\x04 PK\x05\x06 <html>"
    assert read_upload(taken).content == a_jpeg()


def test_a_picture_forgets_its_comments_and_what_follows_it():
    drawn = a_png(a_chunk(b"tEXt", b"Author\0Camille"), a_chunk(b"eXIf", b"44.9N")) + b"<?php"
    assert read_upload(drawn).content == a_png()


def test_no_file_keeps_the_server_busy():
    bomb = zlib.compress(b"\0" * 400_000_000, 9)
    many = b"stream\n" + zlib.compress(b"x" * 100) + b"\n"
    files = [
        a_pdf(a_stream(b"/Filter /FlateDecode", bomb)),
        a_pdf(many * 60_000)[:LARGEST],
        a_pdf(many * 30_000),
        a_pdf(b"obj" * 600_000),
        a_pdf(b"stream\n" * 250_000),
        a_pdf(b"startxref " * 190_000),
        b"\xff\xd8\xff" + b"\xff" * (LARGEST - 3),
        a_png(*[a_chunk(b"tEXt", b"")] * 100_000),
    ]
    for content in files:
        began = time.process_time()
        with contextlib.suppress(UploadNotAccepted, UploadActive):
            read_upload(content)
        assert time.process_time() - began < 3


def test_damaged_files_are_refused_or_read_but_never_break():
    draw = random.Random(3)
    whole = [a_pdf(a_stream(FLATE, zlib.compress(b"x" * 500))), a_jpeg(), a_png()]
    for turn in range(3_000):
        content = bytearray(whole[turn % 3])
        for _ in range(draw.randint(1, 6)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        cut = draw.choice([len(content), draw.randrange(len(content))])
        with contextlib.suppress(UploadNotAccepted, UploadActive, UploadMissing):
            assert read_upload(bytes(content[:cut])).media_type
