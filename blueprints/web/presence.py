"""Who is asking for this page: the session behind the cookie, read once for each request."""

from __future__ import annotations

from flask import Flask, Request, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from models.accounts import Account
from services.sessions import (
    COOKIE_KEY,
    Presence,
    end_session,
    find_presence,
    note_seen,
    open_session,
)
from services.throttles import forget_rate
from services.transaction import transaction, writing_aside

# What someone may do who must first set up a second factor.
_BEFORE_SETUP = {"auth.factor", "auth.factor_start", "auth.logout"}
_AGENTS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = ("iPhone", "iPad", "Android", "Windows", "Mac", "Linux")


def presence() -> Presence | None:
    """The session of this request, if it is open."""
    if "presence" not in g:
        secret = session.get(COOKIE_KEY)
        g.presence = find_presence(secret) if isinstance(secret, str) else None
    found: Presence | None = g.presence
    return found


def load_account(_request: Request) -> Account | None:
    """Flask-Login's question; someone whose code is still to come is nobody yet."""
    found = presence()
    return found.account if found and not found.wants_code else None


def remote() -> str:
    """The address from which this request came."""
    return request.remote_addr or ""


def enter(account: Account) -> None:
    """Open a session with a new secret; whatever the browser held before is forgotten."""
    with transaction():
        forget_rate("login", "account", account.email)
        secret = open_session(account, _describe(request.user_agent.string))
    session.clear()
    session[COOKIE_KEY] = secret
    g.pop("presence", None)


def leave() -> None:
    """End the session of this request."""
    found = presence()
    if found:
        with transaction():
            end_session(found.account, found.session_id)
    session.clear()


def _describe(agent: str) -> str:
    """« Firefox · Windows »: enough to know one's own device again, no more."""
    browser = next((name for sign, name in _AGENTS if sign in agent), "")
    if not browser and "Safari" in agent:
        browser = "Safari"
    system = next((name for name in _SYSTEMS if name in agent), "")
    return " · ".join(word for word in (browser, system) if word) or "Navigateur inconnu"


def _greet() -> ResponseReturnValue | None:
    if request.endpoint in (None, "static"):
        return None
    found = presence()
    if found and found.is_stale:
        with writing_aside():
            note_seen(found)
        g.pop("presence")
        found = presence()
    if found and found.wants_setup and request.endpoint not in _BEFORE_SETUP:
        flash("Votre rôle demande un second facteur. Deux minutes suffisent.", "info")
        return redirect(url_for("auth.factor"))
    return None


def register(app: Flask) -> None:
    """Before every page."""
    app.before_request(_greet)
