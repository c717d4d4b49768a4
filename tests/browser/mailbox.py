"""Read what the site has written to someone: the address of the link, from the outbox itself."""

from __future__ import annotations

import re

from sqlalchemy import select

from models import OutboxMessage, db
from services.emails import render_email
from tests.support.live_site import Site


def link_sent(site: Site, template: str, to_address: str | None = None) -> str:
    """The path of the link in the last message of this kind."""
    from app import create_app

    # The secret is the running site's own, in the folder that both share.
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": site.database_url})
    with app.app_context():
        wanted = select(OutboxMessage).where(OutboxMessage.template == template)
        if to_address:
            wanted = wanted.where(OutboxMessage.to_address == to_address)
        message = db.session.scalars(wanted.order_by(OutboxMessage.id.desc())).first()
        assert message is not None, f"no {template} in the outbox"
        said = render_email(template, message.context, "http://site.test").text
        db.session.remove()
        db.engine.dispose()
    found = re.search(r"http://site\.test(/\S+)", said)
    assert found, said
    return found.group(1)
