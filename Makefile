# Ancrage. `make` alone says what each command does.
# Only Python 3.11 or newer, git and make are needed; everything else is installed in .venv.

PYTHON_FOUND = $$(PYTHON="$(PYTHON)" sh scripts/find_python.sh)
VENV = .venv/bin/python
TEMPLATES = $(wildcard templates)
TESTS ?= tests
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check audit format bench dev-environment
export PORT DATABASE_URL SECRET_KEY ANCRAGE_ENV
# Even where Python is told to keep no bytecode: each of our processes would compile for seconds.
export PYTHONDONTWRITEBYTECODE =

help: ## Show what each command does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo
	@echo "  make run PORT=8080              another port"
	@echo "  make run DATABASE_URL=…         PostgreSQL instead of SQLite"
	@echo "  make test TESTS=tests/services  only some of the tests"

run: ## Install, prepare the database and serve the site on http://127.0.0.1:8000
	@python=$(PYTHON_FOUND) && exec "$$python" -m scripts.serve

test: dev-environment ## Run every test, on SQLite, on PostgreSQL and in a real browser
	@$(VENV) -m scripts.browser
	@$(VENV) -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder $(TESTS)

check: dev-environment ## Verify format, lint, types, import floors, templates and packages
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	$(VENV) -m mypy
	$(VENV) -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-logo
	$(VENV) -m djlint --check --quiet $(TEMPLATES)
	$(VENV) -m djlint --lint --quiet $(TEMPLATES)
	$(VENV) -m scripts.audit

audit: dev-environment ## Ask OSV for known vulnerabilities of every package (needs the network)
	$(VENV) -m scripts.audit --online

format: dev-environment ## Format the code and the templates
	$(VENV) -m ruff format .
	$(VENV) -m ruff check --fix .
	-$(VENV) -m djlint --reformat --quiet $(TEMPLATES)

bench: dev-environment ## Measure ranking, pages, start-up, log-ins, plans and papers of evenings
	@$(VENV) -m bench

dev-environment:
	@python=$(PYTHON_FOUND) && "$$python" -m scripts.environment --dev
