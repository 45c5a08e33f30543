# Everything a person or a machine does with Centerline. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 5000
PYTHON := .venv/bin/python
export FLASK_APP := wsgi

.PHONY: help demo test check format lock migration bench soak gallery clean .venv-run .venv-dev

help: ## List these targets
	@grep -E '^[a-z]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+): .*## (.*)/  make \1\t\2/' | expand -t 20

demo: .venv-run ## Serve Centerline with demo data on HOST=127.0.0.1 PORT=5000
	@CENTERLINE_DEMO=1 $(PYTHON) -m flask demo serve --host '$(HOST)' --port '$(PORT)'

test: .venv-dev ## Run all tests, on SQLite, PostgreSQL and in a browser; ARGS= is passed to pytest
	@$(PYTHON) -m tests.run $(ARGS)

check: .venv-dev ## Check format, lint, types, directions of imports, and templates
	@echo 'Format'      && $(PYTHON) -m ruff format --check --quiet .
	@echo 'Lint'        && $(PYTHON) -m ruff check --quiet .
	@echo 'Types'       && $(PYTHON) -m mypy --no-error-summary
	@echo 'Imports'     && .venv/bin/lint-imports --no-logo
	@echo 'Templates'   && $(PYTHON) -m djlint app charts --extension html --lint --quiet

format: .venv-dev ## Format code
	@$(PYTHON) -m ruff check --fix --quiet . || true
	@$(PYTHON) -m ruff format --quiet .

lock: .venv-dev ## Pin the dependencies of pyproject.toml anew, with hashes
	@$(PYTHON) -m pip install --quiet uv
	@$(PYTHON) -m uv pip compile pyproject.toml --universal --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.txt
	@$(PYTHON) -m uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links --quiet --output-file requirements-dev.txt

migration: .venv-dev ## Write the next migration from the models: make migration NAME=add_charters
	@test -n '$(NAME)' || { echo 'Say what it does: make migration NAME=add_charters'; exit 1; }
	@$(PYTHON) -m migrations.write '$(NAME)'

bench: .venv-dev ## Measure how long pages take
	@$(PYTHON) -m bench $(ARGS)

soak: .venv-dev ## Run the long tests: the statistics' properties, 10,000 tables against their hidden cells, 5,000 mutated files, the API's document
	@SOAK=1 $(PYTHON) -m tests.run tests/qi tests/app/suppression tests/app/imports/browser/test_broken.py tests/app/api/test_schema.py $(ARGS)

gallery: .venv-dev ## Draw every kind of chart in every theme into docs/gallery/
	@$(PYTHON) -m charts.gallery docs/gallery

clean: ## Remove what tools made; keeps .venv and the data in instance/
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage tests/screenshots
	@find app charts qi migrations tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

.venv-run:
	@.ci/venv requirements.txt

.venv-dev:
	@.ci/venv requirements-dev.txt
