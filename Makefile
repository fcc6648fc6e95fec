# Every target sets up the virtual environment it needs.  VENV=/path make test uses another one.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DATA ?= ../shared/data

.PHONY: help setup demo test check quality speed docs clean

help: ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet -c constraints.txt torch
	$(BIN)/python -m pip install --quiet -c constraints.txt --group dev -e .
	@touch $(STAMP)

setup: $(STAMP) ## Make the virtual environment

demo: $(STAMP) ## Show the main job on the shipped corpus
	@PATH="$(abspath $(BIN)):$$PATH" sh corpora/demo.sh

test: $(STAMP) ## Run every test
	$(BIN)/python -m pytest

check: $(STAMP) ## Run what CI runs: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

quality: $(STAMP) ## Print every quality benchmark (needs DATA=../shared/data)
	@for name in language credits retrieval alignment collation paragraphs direction machine interference chains families; do \
	  if [ -f benchmarks/$$name.py ]; then $(BIN)/python -m benchmarks.$$name --data $(DATA) || exit 1; fi; done

speed: $(STAMP) ## Print every speed benchmark (needs DATA; a quiet machine; many minutes)
	@for name in startup index audit scale; do $(BIN)/python -m benchmarks.$$name --data $(DATA) || exit 1; done

docs: $(STAMP) ## Write the generated pages of docs/
	$(BIN)/python docs/build.py

clean: ## Remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
