"""How scripts speak to the person in front of the terminal: French, and English for refusals."""

from __future__ import annotations

import sys
from typing import NoReturn


def say(sentence: str) -> None:
    """Tell what is being done."""
    print(f"→ {sentence}", flush=True)


def give_up(french: str, english: str) -> NoReturn:
    """Stop with a sentence in each language instead of a stack trace."""
    print(f"\n✗ {french}\n  {english}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def show_step(text: str) -> None:
    """Show progress on one line where a terminal can rewrite it, else on a line of its own."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text}", end="", flush=True)
    else:
        print(f"  {text}", flush=True)


def end_steps() -> None:
    """Leave the line that ``show_step`` was rewriting."""
    if sys.stdout.isatty():
        print(flush=True)
