# Every target sets up what it needs; only Python 3.11, make and the package registry are required.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt
# The question reaches the shell as an environment variable, so quotes and dollar signs in it are only characters.
export FOCQA_QUESTION := $(value Q)

.DEFAULT_GOAL := help
.PHONY: help ask serve test lint eval bench clean

help: ## Show the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

ask: $(VENV)/core ## Answer a question: make ask Q="What is Goal 2 of the 2024 programme?"
	@$(BIN)/focqa ask "$$FOCQA_QUESTION"

serve: $(VENV)/web ## Serve the web page: make serve, then open the address it prints
	@$(BIN)/python app.py

test: lint ## Run lint and all tests
	@$(BIN)/python -m pytest

lint: $(VENV)/dev ## Check style, types and docstrings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

eval: $(VENV)/dev ## Run every system on the dev questions and write evals/runs/report.html
	@$(BIN)/focqa eval report dev

bench: $(VENV)/dev ## Time a warm question against embedding it, side by side
	@$(BIN)/python -m evals.bench

clean: ## Remove the environment, caches and indexes
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
	@find index -mindepth 1 ! -name README.md -delete

$(VENV)/python:
	@echo "Setting up $(VENV) (once; it takes a few minutes) ..." >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "focqa needs Python 3.11 or newer; name one: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# torch first and by its exact version: any other pulls gigabytes.
$(VENV)/core: $(VENV)/python pyproject.toml constraints.txt
	@$(PIP) torch==2.13.0 && $(PIP) --editable .
	@touch $@

$(VENV)/web: $(VENV)/core
	@$(PIP) --editable '.[web]'
	@touch $@

$(VENV)/dev: $(VENV)/core
	@$(PIP) --editable '.[dev]'
	@touch $@
