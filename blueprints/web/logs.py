"""What is written down of each request: enough to mend the site, nothing about anyone.

One JSON object a line: the rule of the route and not the path, never a query, a form, an address
or a number of a person. Of an error, its kind and where it happened: its message may quote data.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

log = logging.getLogger("ancrage.requests")


class JsonLines(logging.Formatter):
    """A record as one line; what a library would say about a request is replaced by its route."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if has_request_context():
            entry |= {"request_id": g.get("request_id"), "route": route()}
        if record.exc_info and record.exc_info[1]:
            entry |= {"event": "error", **told(record.exc_info[1])}
        else:
            entry["event"] = record.getMessage()
        entry |= getattr(record, "facts", {})
        return json.dumps(entry, ensure_ascii=False)


def told(error: BaseException) -> dict[str, Any]:
    """The kind of an error, of those behind it, and where it happened; never its message."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if "site-packages" not in frame.filename]
    where = [
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}"
        for frame in (*ours[-10:], *frames[-1:])
    ]
    return {"kinds": kinds, "where": where}


def route() -> str:
    """The rule that answers, « /offres/<int:offer_id> », or a dash."""
    return request.url_rule.rule if request.url_rule else "-"


def _begin() -> None:
    # Made here: an identifier that a visitor chose could say anything.
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "-")
    facts = {
        "method": request.method if request.method in _METHODS else "other",
        "status": response.status_code,
        "ms": round(1000 * (time.perf_counter() - g.get("began", time.perf_counter())), 1),
    }
    log.info("request", extra={"facts": facts})
    return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def register(app: Flask) -> None:
    """Number every request; write lines of JSON where the settings ask for them."""
    app.before_request(_begin)
    app.after_request(_note)
    if app.config["LOG_JSON"]:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        logging.root.handlers = [handler]
        logging.root.setLevel(logging.WARNING)
        logging.getLogger("ancrage").setLevel(logging.INFO)
        app.logger.handlers.clear()
        app.logger.setLevel(logging.INFO)
