"""French sentences of the demo world: lists, capitals, spaces that do not break."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """Words between spaces; an underscore stands for a space inside a name."""
    return tuple(word.replace("_", " ") for word in text.split())


def join(words: list[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def typeset(text: str) -> str:
    r"""The text with non-breaking spaces before two-part signs and inside guillemets.

    >>> typeset("Venez : « oui » ?")
    'Venez\xa0: «\xa0oui\xa0»\xa0?'
    """
    for sign in ":;?!»":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("« ", "«\u00a0")
