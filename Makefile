# The doors of the house. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
FAIR ?= 120
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.PHONY: help setup demo demo-reset test nightly lint format bench bench-full screenshots translations lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/runtime  ## build .venv with the matchmaker command

demo: .venv/runtime  ## load the demonstration fair, schedule it, serve it on 127.0.0.1 (PORT=8000 FAIR=120|full)
	@$(BIN)/matchmaker demo --port $(PORT) --fair $(FAIR)

demo-reset: .venv/runtime  ## begin the demonstration again from the data
	@$(BIN)/matchmaker demo-reset

test: .venv/dev lint  ## everything a change must pass; under 10 minutes on 2 cores
	@sh tests/browser/install-chromium
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not nightly"

nightly: .venv/dev  ## what is longer than the budget of make test
	@sh tests/browser/install-chromium
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m nightly

lint: .venv/dev  ## ruff, mypy, import-linter, djlint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --check --lint --quiet matchmaker/templates

format: .venv/dev  ## put Python and templates in house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@-$(BIN)/djlint --reformat --quiet matchmaker/templates

bench: .venv/dev  ## measure against what others would use, as ratios in one run; under 10 minutes on 2 cores
	@$(BIN)/python -m benchmarks --form short
	@$(BIN)/python -m benchmarks.workbench

bench-full: .venv/dev  ## the same on every size, presence and demand; an hour or so; goes on where it stopped
	@$(BIN)/python -m benchmarks --form full

screenshots: .venv/dev  ## photograph the pages of the demonstration into docs/screenshots
	@sh tests/browser/install-chromium
	@$(BIN)/python -m tests.browser.screenshots

translations: .venv/dev  ## bring the English catalogue up to date with the French sources
	@$(BIN)/python -m matchmaker.web.catalogue update

lock:  ## resolve the locks anew (needs uv)
	@requirements/lock.sh

clean:  ## forget the environment and the caches; instance/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "Matchmaker needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 setup"; exit 1; }
	@$(PYTHON) -m venv .venv \
	  || { echo "python3 -m venv failed; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv/runtime: requirements/runtime.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Matchmaker runs on (a minute or two, once)…"
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/dev: requirements/dev.txt .venv/runtime
	@echo "Installing what its tests need…"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
