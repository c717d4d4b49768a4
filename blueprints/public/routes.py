"""Home, how the ranking works, legal pages, and the search for a commune."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.public.register import REGISTER
from blueprints.web.guards import open_to_all
from services.communes import commune_label, search_communes
from services.public_figures import count_public_figures
from services.throttles import check_rate
from services.worked_example import worked_example

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    """What Ancrage is, for each of its people."""
    return render_template("public/home.html", figures=count_public_figures())


@blueprint.get("/classement")
@open_to_all
def how_ranking_works() -> ResponseReturnValue:
    """The formula and a worked example, computed by the code that ranks."""
    return render_template("public/how_ranking_works.html", example=worked_example())


@blueprint.get("/mentions-legales")
@open_to_all
def legal_notice() -> ResponseReturnValue:
    """Who publishes this site."""
    said = ("PUBLISHER", "PUBLISHER_CONTACT", "HOST_PROVIDER")
    return render_template(
        "public/legal_notice.html", **{name.lower(): current_app.config[name] for name in said}
    )


@blueprint.get("/confidentialite")
@open_to_all
def privacy() -> ResponseReturnValue:
    """What is kept, why, for how long, and who sees it."""
    return render_template("public/privacy.html", register=REGISTER)


@blueprint.get("/accessibilite")
@open_to_all
def accessibility() -> ResponseReturnValue:
    """What was tested, and whom to write to."""
    return render_template("public/accessibility.html")


@blueprint.get("/conditions")
@open_to_all
def terms() -> ResponseReturnValue:
    """The rules of use."""
    return render_template("public/terms.html")


@blueprint.get("/communes")
@open_to_all
def commune_search() -> ResponseReturnValue:
    """Communes by a part of their name or by postal code, for the pickers."""
    check_rate("search", request.remote_addr or "")
    found = search_communes(request.args.get("q", "")[:80])
    return jsonify(
        [
            {
                "code": commune.code,
                "label": commune_label(commune),
                "detail": f"{commune.departement.name}, {commune.population} habitants",
            }
            for commune in found
        ]
    )


@blueprint.get("/favicon.ico")
@open_to_all
def favicon() -> ResponseReturnValue:
    """Browsers ask for it whatever the page says."""
    return "", 301, {"Location": url_for("static", filename="favicon.svg")}
