"""Which names this site answers to: a page is never built for a name that someone made up."""

from __future__ import annotations

from flask import Flask, abort, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

# Whoever watches the machine asks for these by its own name; nothing in them depends on a name.
PROBES = frozenset({"probes.healthz", "probes.readyz"})


def check_host() -> None:
    """Refuse a request for another site, or for no name that could be one."""
    # Empty: missing, or with characters that no name has.
    allowed = current_app.config["ALLOWED_HOSTS"]
    if not request.host or not (
        request.endpoint in PROBES or not allowed or host_is_trusted(request.host, allowed)
    ):
        abort(400)


def register(app: Flask) -> None:
    """Before anything else; behind proxies, only as many as were announced are believed."""
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        # The name is the one that the proxy passes on, never a header that a visitor may add.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0, x_port=0, x_prefix=0
        )
    app.before_request(check_host)
