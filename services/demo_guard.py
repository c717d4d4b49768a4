"""A demonstration is never served as the real site."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models.accounts import Account
from models.base import db

DEMO_IN_PRODUCTION = (
    "Cette base contient le monde de démonstration, dont les mots de passe sont publics : "
    "Ancrage ne la sert pas en production. Donnez-lui une base vide (DATABASE_URL), "
    "préparée par « flask --app app init »."
)


def holds_demo_accounts() -> bool:
    """Is anyone imaginary in this database? One that is not prepared yet holds nobody."""
    try:
        found = db.session.scalar(select(Account.id).where(Account.is_demo).limit(1))
    except SQLAlchemyError:
        found = None
    db.session.rollback()
    return found is not None
