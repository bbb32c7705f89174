# What a developer and a user type. Everything lives in .venv; uv is used where it is there.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data
SOURCES ?=
PORT ?= 3000

# Compiled once and kept: where that is forbidden, each command compiles its libraries for seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test setup dev lint format

setup: .venv/.installed

.venv/.installed: requirements.txt requirements.in pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Gigawatch needs Python 3.11 or newer; say which with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "Setting up .venv (once; a minute or two) ..." >&2
	@if uv --version >/dev/null 2>&1; then \
		{ [ -x $(BIN)/python ] || uv venv --quiet --python $(PYTHON) .venv; } && \
		uv pip install --quiet --python $(BIN)/python -r requirements.txt && \
		uv pip install --quiet --python $(BIN)/python --no-deps --editable .; \
	else \
		{ $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv; } && \
		$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt && \
		$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --no-deps --editable .; \
	fi
	@touch $@

run: setup
	@$(BIN)/gigawatch --data "$(DATA)" run $(if $(SOURCES),--sources "$(SOURCES)")

test: setup
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

dev: setup
	@DAGSTER_HOME="$$($(BIN)/python -m pipeline.dagster_home "$(DATA)")" \
		GIGAWATCH_DATA="$(abspath $(DATA))" $(if $(SOURCES),GIGAWATCH_SOURCES="$(abspath $(SOURCES))") \
		$(BIN)/dagster dev --port $(PORT)

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
