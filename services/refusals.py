"""A refusal has a name and carries data; the French sentence is written at the edge."""

from __future__ import annotations


class Refusal(Exception):
    """The product says no. Keyword arguments become the data that the sentence quotes."""

    def __init__(self, **data: object) -> None:
        super().__init__(type(self).__name__)
        self.data = data


class NotFound(Refusal):
    """There is no such thing, or not for this person: the edge answers 404."""


class Forbidden(Refusal):
    """It exists, and this person may not: the edge answers 403."""
