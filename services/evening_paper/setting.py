"""The typesetter: a template of ours and plain values in, an accessible PDF out.

What people wrote travels as JSON and is set as text: nothing of it is ever read as markup.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = _ROOT / "templates" / "paper"
FONTS = _ROOT / "static" / "vendor" / "fonts" / "print"
# Signs that turn a line round or have no drawing: nothing that a name needs.
_UNPRINTABLE = ("Cc", "Cf", "Cn", "Co", "Cs")


def set_pdf(template: str, said: dict[str, Any], at: datetime) -> bytes:
    """The document ``template`` saying this, readable by a screen reader (PDF/UA-1)."""
    made = _compile(
        template, said, format="pdf", pdf_standards="ua-1", timestamp=int(at.timestamp())
    )
    return bytes(made)


def _compile(template: str, said: dict[str, Any], **options: Any) -> Any:
    compiler = typst.Compiler(
        input=str(TEMPLATES / f"{template}.typ"),
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
    spaced = unicodedata.normalize("NFC", text.replace("\n", " ").replace("\t", " "))
    return "".join(each for each in spaced if unicodedata.category(each) not in _UNPRINTABLE)
