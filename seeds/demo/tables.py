"""The rows of a demo world, table by table, numbered but not yet anywhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import (
    Account,
    AccountRole,
    Bookmark,
    Consent,
    Doctor,
    DoctorPlace,
    Household,
    Interest,
    Introduction,
    Member,
    Offer,
    OfferSite,
    OfferTransition,
    Organisation,
    ProfileView,
    ProofDocument,
    StewardTerritory,
    Verification,
)
from models.base import Base
from models.vocabulary import MemberRole, OrganisationKind, Role
from seeds.demo.hosts import Host
from seeds.demo.names import Person
from services.keys import make_finess, make_siret

Row = dict[str, Any]
# In the order in which rows may be inserted.
TABLES: tuple[type[Base], ...] = (
    Account,
    AccountRole,
    Consent,
    Doctor,
    DoctorPlace,
    Household,
    Organisation,
    Member,
    Offer,
    OfferSite,
    OfferTransition,
    Interest,
    Introduction,
    Bookmark,
    ProfileView,
    StewardTerritory,
    Verification,
    ProofDocument,
)
NUMBERED: tuple[type[Base], ...] = (
    Account,
    Consent,
    Doctor,
    DoctorPlace,
    Organisation,
    Offer,
    OfferTransition,
    Interest,
    Introduction,
    Verification,
    ProofDocument,
)
_WITH_FINESS = (OrganisationKind.MSP, OrganisationKind.HEALTH_CENTRE, OrganisationKind.HOSPITAL)


@dataclass
class World:
    """Rows by table. ``taken`` holds the last id of each table that is used already."""

    taken: dict[str, int] = field(default_factory=dict)
    rows: dict[type[Base], list[Row]] = field(
        default_factory=lambda: {table: [] for table in TABLES}
    )

    def add(self, table: type[Base], **columns: Any) -> Row:
        """Keep a row, numbered if its table is."""
        if table in NUMBERED:
            number = self.taken.get(table.__tablename__, 0) + len(self.rows[table]) + 1
            columns = {"id": number, **columns}
        self.rows[table].append(columns)
        return columns

    def add_account(self, email: str, role: Role, at: datetime) -> Row:
        """An account of the demo world and its role; the password comes when it is inserted."""
        account = self.add(
            Account, email=email, confirmed_at=at, is_demo=True, created_at=at, updated_at=at
        )
        self.add(AccountRole, account_id=account["id"], role=role)
        return account

    def add_organisation(self, host: Host, phone: str, verified: bool, at: datetime) -> Row:
        """An organisation with imaginary numbers of the right form."""
        number = self.taken.get("organisation", 0) + len(self.rows[Organisation]) + 1
        return self.add(
            Organisation,
            name=host.name,
            kind=host.kind,
            commune_code=host.place.code,
            siret=make_siret(number),
            finess=make_finess(number) if host.kind in _WITH_FINESS else None,
            phone=phone,
            verified_at=at if verified else None,
            created_at=at,
            updated_at=at,
        )

    def add_member(self, organisation: Row, person: Person, role: MemberRole, at: datetime) -> Row:
        """A person who acts for an organisation; their account."""
        account = self.add_account(person.email, Role.HOST, at)
        self.add(
            Member,
            organisation_id=organisation["id"],
            account_id=account["id"],
            role=role,
        )
        return account

    def digest(self) -> str:
        """A fingerprint of every row."""
        content = {table.__tablename__: rows for table, rows in self.rows.items()}
        written = json.dumps(content, sort_keys=True, default=str)
        return hashlib.sha256(written.encode()).hexdigest()
