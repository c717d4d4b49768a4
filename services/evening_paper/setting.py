"""The typesetter: a template of ours and plain values in, an accessible PDF out.

What people wrote travels as JSON and is set as text: nothing of it is ever read as markup.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = _ROOT / "templates"
FONTS = _ROOT / "static" / "vendor" / "fonts" / "print"
# What the fonts can draw of what people write: Latin, Greek, Cyrillic and their signs. An
# accessible PDF may hold nothing else; the rest becomes a question mark, mended with a pen.
_UNDRAWN = re.compile(
    "[^ -~\u00a0-\u0377\u03a3-\u0481\u048a-\u04ff\u1e00-\u1eff\u2010-\u2027\u20a0-\u20bf\u2116]+"
)
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")  # turn a line round, join, or show nothing at all


def set_pdf(template: str, said: dict[str, Any], at: datetime) -> bytes:
    """The document ``template`` saying this, readable by a screen reader (PDF/UA-1)."""
    made = _compile(
        template, said, format="pdf", pdf_standards="ua-1", timestamp=int(at.timestamp())
    )
    return bytes(made)


def _compile(template: str, said: dict[str, Any], **options: Any) -> Any:
    compiler = typst.Compiler(
        input=str(TEMPLATES / template),
        root=str(_ROOT),  # for the drawings of the site
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(said), ensure_ascii=False)},
    )
    return compiler.compile(**options)


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those of the typesetter for the letters that ours lack."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _printable(value: Any) -> Any:
    """The same value, its texts in one line and of signs that can be drawn."""
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


def _line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    spaced = re.sub(r"[\n\r\t]+", " ", unicodedata.normalize("NFC", text))
    seen = "".join(each for each in spaced if unicodedata.category(each) not in _UNSEEN)
    return _UNDRAWN.sub("?", seen.replace("\u202f", "\u00a0").replace("\ufe0f", ""))
