"""What must agree although it stands in different files."""

import ast
import importlib
import re

import pytest
from jinja2 import Environment

from app import create_app
from blueprints.web.refusals import SENTENCES, sentence
from jobs.schedule import JOBS
from matching import codes
from matching.profiles import OfferProfile
from models import vocabulary as words
from models.vocabulary import FACT_BY_KEY, FactKind
from services.accounts import EmailInvalid
from services.refusals import Forbidden, NotFound, Refusal
from services.throttles import TooMany
from services.transaction import transaction
from tests.support.sources import HOUSE, ROOT, python_files, shown, templates, tree

GUARDS = {"open_to_all", "requires_login", "requires"}
REFERENCE = re.compile(
    r"""(?:\{%-?\s*(?:extends|include|import|from)\s+|\#import\s)["'](?:/templates/)?([^"']+)["']"""
)
LINK = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")
ICON = re.compile(r"""\bicon\(\s*["']([\w-]+)["']""")


@pytest.fixture(scope="module")
def site():
    """The application's map; no page is asked for, so no database is needed."""
    return create_app({"SQLALCHEMY_DATABASE_URI": "sqlite://"})


# --- templates ---


def template_names():
    return {path.relative_to(ROOT / "templates").as_posix() for path in templates()}


def names_in_code():
    """Template names in Python, as patterns: the moving part of an f-string matches one name."""
    for path in python_files("blueprints", "services", "jobs"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                yield "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^/]+"
                    for part in node.values
                )


def is_template_pattern(pattern):
    return re.search(r"\\\.(html|txt|typ|xml)$", pattern) and "/" in pattern and " " not in pattern


def test_every_template_is_used():
    patterns = {p for p in names_in_code() if is_template_pattern(p)}
    included = {name for path in templates() for name in REFERENCE.findall(path.read_text())}
    unused = {
        name
        for name in template_names() - included
        if not any(re.fullmatch(pattern, name) for pattern in patterns)
    }
    assert unused == set()


def test_every_template_named_exists():
    patterns = {p for p in names_in_code() if is_template_pattern(p)}
    missing = {p for p in patterns if not any(re.fullmatch(p, n) for n in template_names())}
    included = {name for path in templates() for name in REFERENCE.findall(path.read_text())}
    assert missing | (included - template_names()) == set()


def test_every_link_leads_somewhere(site):
    sources = [*templates(), *python_files("blueprints")]
    wanted = {(n, shown(path)) for path in sources for n in LINK.findall(path.read_text())}
    assert {pair for pair in wanted if pair[0] not in site.view_functions} == set()


def test_every_icon_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))
    wanted = {(n, shown(path)) for path in templates() for n in ICON.findall(path.read_text())}
    assert wanted
    assert {pair for pair in wanted if pair[0] not in drawn} == set()


BANNED = re.compile(r"d[ée]serts?\s+m[ée]dica|zones?\s+(?:\w+\s+)?sous[-\s]dense", re.IGNORECASE)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff]")


@pytest.mark.parametrize(
    "path",
    [*templates(), *python_files("blueprints", "models", "services", "seeds")],
    ids=shown,
)
def test_territories_are_told_by_what_they_have(path):
    text = path.read_text()
    assert BANNED.findall(text) == []
    assert EMOJI.findall(text) == []


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_buttons_say_what_happens(path):
    assert re.findall(r">\s*(Valider|OK|Soumettre|Envoyer)\s*<", path.read_text()) == []


# --- spaces that do not break, and apostrophes ---

# An ordinary space before a double sign, or inside « », may leave the sign alone on its line. A
# straight apostrophe is a typewriter's.
LOOSE = re.compile(r"«\s|[ \n](?:»|[:;?!](?=[\s.,)<&\"']|$))|(?<=[^\W\d_])'(?=[^\W\d_])")
UNSEEN = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->", re.DOTALL)
# Their sentences are typeset where they are shown (or never shown): see services/explanations.
TYPESET_LATER = ("models/vocabulary/facts.py", "services/aids.py", "services/explanations/")
TYPESET_LATER += ("services/register.py", "services/retention.py")
UNPUBLISHED = ("services/personal_rows.py", "services/personal_evenings.py")  # why not exported
TERMINAL = ("blueprints/commands/", "services/demo_guard.py", "services/evening_jobs.py")


def loose(text):
    """What stands around each such space or apostrophe, French spaces of our own left out."""
    plain = text.replace("\u00a0", "~").replace("\u202f", "~")
    return [plain[max(0, m.start() - 20) : m.end() + 5] for m in LOOSE.finditer(plain)]


def said_by_template(path):
    """The text of a template, and the strings it gives to its macros."""
    if path.suffix == ".typ":
        return [re.sub(r"//.*", "", path.read_text())]
    source = re.sub(r"(?<=\{[{%#])-|-(?=[}%#]\})", " ", path.read_text())  # keeps every space
    lexed = list(Environment().lex(source))
    return [UNSEEN.sub("", said) for _line, kind, said in lexed if kind == "data"] + [
        said[1:-1] for _line, kind, said in lexed if kind == "string"
    ]


def said_by_code(path):
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree(path))
        if isinstance(n, documented) and ast.get_docstring(n)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_templates_are_typeset(path):
    assert [each for said in said_by_template(path) for each in loose(said)] == []


def test_sentences_in_code_are_typeset():
    found = {}
    for path in python_files("blueprints", "models", "services"):
        elsewhere = shown(path).startswith(TYPESET_LATER + UNPUBLISHED + TERMINAL)
        if not elsewhere and not path.stem.endswith("refusals"):  # ``sentence`` typesets these
            found[shown(path)] = [each for said in said_by_code(path) for each in loose(said)]
    assert len(found) > 100
    assert {name: signs for name, signs in found.items() if signs} == {}


def test_scripts_are_typeset():
    found = {}
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        code = re.sub(r"^\s*(//|/?\*).*", "", path.read_text(), flags=re.MULTILINE)
        said = re.findall(r'"[^"\n]*"|`[^`]*`', re.sub(r"\$\{[^}]*\}", "x", code))
        found[path.name] = [each for text in said for each in loose(text[1:-1])]
    assert found
    assert {name: signs for name, signs in found.items() if signs} == {}


def test_a_refusal_is_typeset_and_quotes_as_typed():
    said = sentence(EmailInvalid(email="l'autre : moi"))
    assert said.startswith("«\u00a0l'autre : moi\u00a0» n’est")


# --- routes ---


def test_every_view_is_guarded(site):
    views = {name: view for name, view in site.view_functions.items() if name != "static"}
    assert [name for name, view in views.items() if not hasattr(view, "guard")] == []


def is_route(decorator):
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in ("route", "get", "post")


def guard_of(decorator):
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return name.id if isinstance(name, ast.Name) and name.id in GUARDS else None


def test_every_view_has_exactly_one_guard_under_its_routes():
    wrong, seen = [], 0
    for path in python_files("blueprints"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and any(map(is_route, node.decorator_list)):
                seen += 1
                kinds = [
                    "route" if is_route(d) else "guard" if guard_of(d) else "other"
                    for d in node.decorator_list
                ]
                last_route = max(i for i, kind in enumerate(kinds) if kind == "route")
                if kinds.count("guard") != 1 or kinds.index("guard") < last_route:
                    wrong.append(f"{shown(path)}:{node.name}")
    assert seen
    assert wrong == []


# --- jobs and refusals ---


def test_jobs_have_different_names():
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_runs_twice(app, job):
    for _time in range(2):
        with transaction():
            job.run()
        said = app.test_cli_runner().invoke(args=["jobs", "run", job.name])
        assert said.exit_code == 0, said.output


def every_refusal(kind=Refusal):
    for path in python_files("services"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        importlib.import_module(module.removesuffix(".__init__"))
    for refusal in kind.__subclasses__():
        yield refusal
        yield from every_refusal(refusal)


def test_every_refusal_has_its_sentence(site):
    silent = [
        refusal.__qualname__
        for refusal in every_refusal()
        if not issubclass(refusal, (NotFound, Forbidden))  # these have a page each
        and not any(kind in SENTENCES for kind in refusal.__mro__)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1\u00a0min"), (59, "59\u00a0min"), (61, "2\u00a0h"), (1432, "24\u00a0h")],
)
def test_a_wait_is_said_in_a_unit_that_people_count_in(minutes, said):
    assert sentence(TooMany(minutes=minutes)).endswith(f"recommencer dans {said}.")


# --- one vocabulary ---


@pytest.mark.parametrize(
    ("shown_to_people", "known_to_scoring"),
    [
        (words.Opportunity, codes.OPPORTUNITIES),
        (words.PracticeMode, codes.PRACTICE_MODES),
        (words.Stage, codes.STAGES),
        (words.CommuneSize, codes.COMMUNE_SIZES),
        (words.OnCall, codes.ON_CALL_LEVELS),
        (words.Team, codes.TEAM),
        (words.TeachingWish, codes.TEACHING_WISHES),
        (words.TeachingOffer, codes.TEACHING_OFFERS),
        (words.Sector, codes.SECTORS),
        (words.Childcare, codes.CHILDCARE),
        (words.School, codes.SCHOOLS),
        (words.Housing, codes.HOUSING),
        (words.Life, codes.LIFE),
        (words.Language, codes.LANGUAGES),
        (words.Skill, codes.SKILLS),
        (words.Duration, codes.DURATIONS),
        (words.Theme, tuple(codes.THEMES)),
        (words.Theme, tuple(codes.DOCTOR_DEFAULTS)),
        (words.HostTheme, codes.HOST_CRITERIA),
        (words.HostTheme, tuple(codes.HOST_DEFAULTS)),
    ],
)
def test_people_and_scoring_use_the_same_words_in_the_same_order(shown_to_people, known_to_scoring):
    assert tuple(member.value for member in shown_to_people) == known_to_scoring


def test_importance_is_the_figure_of_the_formula():
    figures = (codes.INDIFFERENT, codes.PLUS, codes.IMPORTANT, codes.ESSENTIAL)
    assert tuple(int(level) for level in words.Importance) == figures


def test_every_label_is_said_and_said_once():
    for name in words.__all__:
        kind = getattr(words, name)
        if isinstance(kind, type) and issubclass(kind, words.Labelled) and len(kind):
            labels = [member.label for member in kind]
            assert all(labels)
            assert len(set(labels)) == len(labels), name


@pytest.mark.parametrize("criterion", codes.AMENITY_FACTS)
def test_every_amenity_scored_is_asked_as_a_yes_or_no(criterion):
    for key in codes.AMENITY_FACTS[criterion]:
        assert FACT_BY_KEY[key].kind is FactKind.YES_NO


def test_every_answer_scored_is_asked():
    # What an offer says in columns of its own, or what is derived from its sites.
    elsewhere = {"id", "specialty", "opportunities", "practice_mode", "sites", "region"}
    elsewhere |= {"commune_size", "start", "facts", "text", "wishes"}
    assert set(OfferProfile.__dataclass_fields__) - elsewhere - set(FACT_BY_KEY) == set()


# --- the lock files ---


def pins(name):
    return set(re.findall(r"^([\w.-]+==[^\s\\]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_tests_run_on_what_is_served():
    assert pins("requirements.lock")
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_name_no_registry(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text


def test_every_folder_of_the_house_says_what_it_is():
    for folder in HOUSE:
        assert ast.get_docstring(tree(ROOT / folder / "__init__.py")), folder


def test_the_dark_theme_changes_colours_and_nothing_else():
    """So that what needs no colours is only looked for in light (see tests/support/visitors)."""
    sheets = {path.name: path.read_text() for path in (ROOT / "static/css").glob("*.css")}
    themed = {name: text for name, text in sheets.items() if "prefers-color-scheme" in text}
    assert list(themed) == ["tokens.css"]
    dark = re.search(r"scheme: dark\) \{\s*:root \{([^}]*)\}", themed["tokens.css"])
    declared = [line.strip() for line in dark.group(1).splitlines() if line.strip()]
    assert declared
    assert all(line.startswith("--") for line in declared)
