"""Who may enter: each view carries exactly one of these, and a test walks them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
View = Callable[P, ResponseReturnValue]


def open_to_all(view: View[P]) -> View[P]:
    """Anyone may enter, known or not."""
    view.guard = "all"  # type: ignore[attr-defined]
    return view


def requires_login(view: View[P]) -> View[P]:
    """Anyone who is logged in may enter."""
    guarded: View[P] = login_required(view)
    guarded.guard = "login"  # type: ignore[attr-defined]
    return guarded


def requires(role: str) -> Callable[[View[P]], View[P]]:
    """Only accounts that hold ``role`` may enter; the others get a 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if not current_user.has_role(role):
                abort(403)
            return view(*args, **kwargs)

        entered: View[P] = login_required(guarded)
        entered.guard = role  # type: ignore[attr-defined]
        return entered

    return decorate
