"""Links: forged, too late, used, made for something else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from models import SignedLink, db
from services.links import (
    LinkExpired,
    LinkForged,
    LinkUsed,
    forget_old_links,
    id_in,
    make_link,
    peek_link,
    revoke_links,
    use_link,
)
from services.transaction import transaction
from tests.factories import an_account


def _link(hours: float = 1, account_id: int | None = None) -> str:
    with transaction():
        return make_link("reset", account_id=account_id, payload={"a": 1}, hours=hours)


def test_a_link_serves_once_and_gives_what_it_was_made_with(app: Flask) -> None:
    token = _link()
    assert peek_link(token, "reset").payload == {"a": 1}
    with transaction():
        assert use_link(token, "reset").used_at is not None
    with pytest.raises(LinkUsed):
        peek_link(token, "reset")
    with pytest.raises(LinkUsed), transaction():
        use_link(token, "reset")


def test_a_link_comes_too_late(app: Flask) -> None:
    with pytest.raises(LinkExpired):
        peek_link(_link(hours=-0.01), "reset")


def test_a_link_serves_its_purpose_only(app: Flask) -> None:
    with pytest.raises(LinkForged):
        use_link(_link(), "confirm")


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: ("A" if token[0] != "A" else "B") + token[1:],
        id_in,
        lambda token: id_in(token) + ".",
        lambda _token: "",
        lambda _token: ".",
        lambda _token: "é\u0000\ud800",
        lambda token: token.swapcase(),
    ],
)
def test_a_link_that_we_did_not_make_opens_nothing(app: Flask, change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LinkForged):
        peek_link(change(_link()), "reset")


def test_the_database_alone_makes_no_link(app: Flask) -> None:
    """Its rows hold ids; another secret signs them otherwise."""
    token = _link()
    app.config["SECRET_KEY"] = "another"
    with pytest.raises(LinkForged):
        peek_link(token, "reset")


def test_of_two_who_use_a_link_at_once_one_succeeds(app: Flask) -> None:
    token = _link()
    db.session.remove()

    def use(_n: int) -> bool:
        with app.app_context():
            try:
                with transaction():
                    use_link(token, "reset")
            except LinkUsed:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]


def test_links_are_revoked_by_purpose_and_account(app: Flask) -> None:
    one, other = an_account(), an_account()
    mine, theirs = _link(account_id=one.id), _link(account_id=other.id)
    with transaction():
        revoke_links(one.id, "reset")
    with pytest.raises(LinkUsed):
        peek_link(mine, "reset")
    assert peek_link(theirs, "reset")


def test_links_are_forgotten_a_month_after_their_end(app: Flask) -> None:
    _link(hours=-31 * 24)
    kept = _link(hours=-1)
    with transaction():
        assert forget_old_links() == 1
    assert [link.id for link in db.session.query(SignedLink)] == [id_in(kept)]
