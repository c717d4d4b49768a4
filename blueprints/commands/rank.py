"""``flask rank``: what the ranked pages show, on the terminal or as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from flask import Flask

from services.ranking import (
    RankedItem,
    RankedPage,
    UnknownDoctor,
    UnknownOffer,
    rank_doctors,
    rank_offers,
)

USAGE_ERROR = 2
_SIGNS = {"fits": "+", "check": "~", "misses": "-", "unknown": "?"}


@click.command("rank")
@click.option("--doctor", "doctor_id", type=int, help="Classe les offres pour ce médecin.")
@click.option("--offer", "offer_id", type=int, help="Classe les médecins pour cette offre.")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Tout, en JSON.")
def rank(doctor_id: int | None, offer_id: int | None, top: int, as_json: bool) -> None:
    """Affiche le classement que montrent les pages, avec ses raisons."""
    if (doctor_id is None) == (offer_id is None):
        _refuse("Indiquez --doctor ID ou --offer ID, l'un des deux.")
    try:
        page = _rank(doctor_id, offer_id, top)
    except UnknownDoctor:
        _refuse(f"Aucun médecin ne porte le numéro {doctor_id}.")
    except UnknownOffer:
        _refuse(f"Aucune offre ne porte le numéro {offer_id}.")
    side = "doctor" if doctor_id is not None else "offer"
    if as_json:
        seeker = {"side": side, "id": doctor_id if doctor_id is not None else offer_id}
        click.echo(json.dumps(seeker | _describe(page, side), ensure_ascii=False, indent=2))
    else:
        _print_table(page, side)


def register(app: Flask) -> None:
    """Give the command to the application."""
    app.cli.add_command(rank)


def _rank(doctor_id: int | None, offer_id: int | None, top: int) -> RankedPage:
    if doctor_id is not None:
        return rank_offers(doctor_id, per_page=top)
    return rank_doctors(offer_id or 0, per_page=top)


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(USAGE_ERROR)


def _describe(page: RankedPage, side: str) -> dict[str, Any]:
    return {
        "total": page.total,
        "excluded_total": page.excluded_total,
        "excluded": [
            {"code": cause.code, "label": cause.label, "count": cause.count}
            for cause in page.excluded
        ],
        "items": [_describe_item(item, side) for item in page.items],
    }


def _describe_item(item: RankedItem, side: str) -> dict[str, Any]:
    mine, theirs = ("doctor", "host") if side == "doctor" else ("host", "doctor")
    return {
        "rank": item.rank,
        "offer" if side == "doctor" else "doctor": item.id,
        "mutual": item.mutual,
        f"{mine}_score": item.score,
        f"{theirs}_score": item.other_score,
        "known": item.known,
        "known_count": item.known_count,
        "applying_count": item.applying_count,
        "criteria": [
            {
                "criterion": reason.criterion,
                "theme": reason.theme,
                "value": reason.value,
                "weight": reason.weight,
                "importance": reason.weight_label,
                "verdict": reason.verdict,
                "sentence": reason.sentence,
            }
            for reason in item.reasons
        ],
        "flagged": [
            {"criterion": flag.criterion, "sentence": flag.sentence} for flag in item.flagged
        ],
        "note": item.other_note,
    }


def _print_table(page: RankedPage, side: str) -> None:
    what, mine, theirs = (
        ("offre", "médecin", "hôte") if side == "doctor" else ("médecin", "hôte", "médecin")
    )
    click.echo(f"{page.total} dans la liste, {page.excluded_total} écartés")
    for cause in page.excluded:
        click.echo(f"  {cause.label} : {cause.count}")
    for item in page.items:
        click.echo(
            f"\n{item.rank:>3}. {what} {item.id} : les deux {_percent(item.mutual)}, "
            f"{mine} {_percent(item.score)}, {theirs} {_percent(item.other_score)}, "
            f"{item.known_count} critères connus sur {item.applying_count}"
        )
        for reason in item.reasons:
            value = _percent(reason.value) if reason.value is not None else "?"
            sign = _SIGNS[reason.verdict]
            click.echo(f"     {sign} {value:>5} × {_percent(reason.weight):>5}  {reason.sentence}")
        for note in [*(flag.sentence for flag in item.flagged), item.other_note]:
            if note:
                click.echo(f"     ! {note}")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{round(value * 100)} %"
