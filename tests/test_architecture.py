"""The floors of the house, beyond what the import contracts of pyproject.toml hold."""

import ast
import subprocess
import sys

import pytest

from models import Base
from tests.support.sources import EDGES, HOUSE, ROOT, imports, python_files, shown, templates, tree

LONGEST_FUNCTION = 40
CATCH_ALLS = {"api", "common", "helpers", "misc", "tools", "util", "utils"}


def lines(path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize(
    ("files", "stop"),
    [
        pytest.param(python_files(*HOUSE, "bench", "scripts"), 400, id="code"),
        pytest.param(python_files("tests"), 600, id="tests"),
        pytest.param([p for p in templates() if p.suffix == ".html"], 150, id="templates"),
        pytest.param(sorted((ROOT / "static" / "css").glob("*.css")), 900, id="styles"),
        pytest.param([ROOT / "app.py"], 100, id="app"),
    ],
)
def test_files_stay_small_enough_to_be_read(files, stop):
    assert files
    assert {shown(path): lines(path) for path in files if lines(path) > stop} == {}


def test_functions_stay_small_enough_to_be_read():
    too_long = {}
    for path in [ROOT / "app.py", ROOT / "settings.py", *python_files(*HOUSE, "scripts")]:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                doc = node.body[0] if ast.get_docstring(node) else None
                length = (node.end_lineno or 0) - node.lineno
                length -= (doc.end_lineno or 0) - doc.lineno + 1 if doc else 0
                if length > LONGEST_FUNCTION:
                    too_long[f"{shown(path)}:{node.name}"] = length
    assert too_long == {}


def test_no_module_is_a_catch_all():
    named = [shown(p) for p in python_files(*HOUSE, *EDGES) if p.stem in CATCH_ALLS]
    # The API for programs is an audience like the others.
    assert [name for name in named if not name.startswith("blueprints/api/")] == []


@pytest.mark.parametrize("path", python_files(*HOUSE), ids=shown)
def test_nothing_imports_the_application(path):
    assert [module for module, _name in imports(path) if module in ("app", "tests")] == []


@pytest.mark.parametrize("path", python_files("blueprints"), ids=shown)
def test_pages_leave_the_database_session_to_services(path):
    assert [name for _module, name in imports(path) if name == "db"] == []
    sessions = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr == "session"
        and isinstance(node.value, ast.Name)
        and node.value.id == "db"
    ]
    assert sessions == []


@pytest.mark.parametrize("path", python_files("blueprints"), ids=shown)
def test_no_audience_leans_on_another(path):
    audience, *rest = path.relative_to(ROOT / "blueprints").parts
    near = {audience, "web"}
    modules = [module.split(".") for module, _name in imports(path)]
    folders = {parts[1] for parts in modules if parts[0] == "blueprints" and len(parts) > 1}
    assert not rest or folders <= near


@pytest.mark.parametrize("path", python_files("services", "models", "jobs"), ids=shown)
def test_what_the_product_does_knows_no_request(path):
    of_a_request = {"request", "session", "g", "flash", "redirect", "render_template", "url_for"}
    assert [n for module, n in imports(path) if module == "flask" and n in of_a_request] == []
    assert [n for module, n in imports(path) if n == "current_user"] == []


@pytest.mark.parametrize("path", python_files("services"), ids=shown)
def test_services_never_commit(path):
    commits = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert commits == [] or shown(path) == "services/transaction.py"


def test_what_is_called_find_may_find_nothing():
    """Who calls ``find_`` holds the row or None; ``open_`` gives the row or refuses by name."""
    told = {
        f"{shown(path)}:{node.name}": ast.unparse(node.returns) if node.returns else ""
        for path in python_files("services")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("find_")
    }
    assert told
    assert {name: said for name, said in told.items() if not said.endswith(" | None")} == {}


@pytest.mark.parametrize("path", python_files("matching"), ids=shown)
def test_the_core_asks_neither_the_clock_nor_chance(path):
    modules = {module.split(".")[0] for module, _name in imports(path)}
    assert modules & {"random", "secrets", "time", "datetime", "os", "socket"} == set()


LOAD = """
import threading
from sqlalchemy import event
from sqlalchemy.engine import Engine
opened = []
event.listen(Engine, "connect", lambda *_: opened.append(1))
from app import create_app
create_app()
print(len(opened), threading.active_count())
"""


def test_loading_the_application_opens_no_connection_and_starts_no_thread():
    """This is what lets gunicorn load it once and fork its workers from there."""
    said = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["0", "1"]


def test_every_list_of_rows_says_its_order():
    unordered = [
        str(relation)
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.uselist and not relation.order_by
    ]
    assert unordered == []
