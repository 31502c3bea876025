# Thin names for what README shows. Everything works with only Python >= 3.11, make and the package index;
# `make services`, `make check` and the browser tests also use Debian packages (CONTRIBUTING.md lists them).
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
PY := $(BIN)/python
MANAGE := $(PY) manage.py
# What `make check` starts the production settings with; nothing here is a secret of anybody.
PRODUCTION := SECRET_KEY=check-only-abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJ \
	FIELD_KEYS=dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk= BASE_URL=https://openday.example.org \
	DATABASE_URL=sqlite:///:memory: TRUSTED_PROXIES=1 DEBUG=0 TEST_MODE=0 CAPTCHA=altcha

.PHONY: run test journeys check bench services services-down catalogues lock format screenshots clean
.DEFAULT_GOAL := help

help:
	@echo "make run         the site with demo content on http://127.0.0.1:$(PORT)/"
	@echo "make test        all tests (ARGS='-k name' for some)"
	@echo "make journeys    the browser walks in every face (needs Chromium); pictures under var/journeys/"
	@echo "make check       format, lint, types, floors, templates, catalogues, migrations, deployment"
	@echo "make bench       benchmarks as ratios against baselines of the same run"
	@echo "make services    PostgreSQL and Redis/Valkey for development under var/ (services-down stops them)"
	@echo "make catalogues  collect and compile the interface texts"
	@echo "make screenshots pictures of every page type under var/gallery/"
	@echo "make lock        renew requirements*.txt from requirements*.in"

.venv/.runtime: requirements.txt
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.tools: requirements-dev.txt .venv/.runtime
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env: | .venv/.runtime
	@$(PY) site/config/first_start.py .env

run: .venv/.runtime .env
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@PORT=$(PORT) $(if $(filter-out 8000,$(PORT)),BASE_URL=http://127.0.0.1:$(PORT)) $(MANAGE) demo

# Two processes halve the time on two cores; ARGS replaces that.
test: .venv/.tools
	$(BIN)/pytest $(or $(ARGS),-n 2 --dist worksteal)

journeys: .venv/.tools
	$(BIN)/pytest -m journeys $(ARGS)

check: .venv/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(PRODUCTION) $(BIN)/mypy .
	$(PRODUCTION) PYTHONPATH=.:site $(BIN)/lint-imports
	git ls-files 'site/templates/*.html' | xargs $(BIN)/djade --target-version 5.2 --check
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(PY) .ci/lint_migrations.py
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(PRODUCTION) $(MANAGE) catalogues --check

bench: .venv/.tools
	$(PY) -m tests.bench $(ARGS)

services:
	@.ci/services up

services-down:
	@.ci/services down

catalogues: .venv/.runtime .env
	$(MANAGE) catalogues

screenshots: .venv/.tools .env
	$(PY) -m tests.journeys.gallery $(ARGS)

format: .venv/.tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	git ls-files 'site/templates/*.html' | xargs $(BIN)/djade --target-version 5.2

lock: .venv/.tools
	$(PY) -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements-extras.in -o requirements-extras.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache
