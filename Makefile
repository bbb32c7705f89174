# What a developer and a user type. Everything lives in .venv; uv is used where it is there.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= data

.PHONY: run test setup dev lint format

setup: .venv/.installed

.venv/.installed: requirements.txt pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
		[ -x $(BIN)/python ] || uv venv --quiet --python $(PYTHON) .venv; \
		uv pip install --quiet --python $(BIN)/python -r requirements.txt && \
		uv pip install --quiet --python $(BIN)/python --no-deps --editable .; \
	else \
		[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .; \
	fi
	@touch $@

run: setup
	@$(BIN)/gigawatch --data $(DATA) run

test: setup
	@$(BIN)/python -m pytest

dev: setup
	@mkdir -p $(DATA)/dagster
	@DAGSTER_HOME=$(abspath $(DATA))/dagster GIGAWATCH_DATA=$(abspath $(DATA)) $(BIN)/dagster dev --port 3000

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
