# Everything a newcomer runs. `make help` lists it.
#
#   PYTHON   the interpreter to build the environment with (default: the first one found that is 3.11 or newer)
#   VENV     where the environment lies (default: .venv)
#   JOBS     how many test processes run side by side (default: 2)

VENV ?= .venv
JOBS ?= 2

# The least share of lines and branches of the lower floors that the tests must reach, in percent.
FLOORS := errors json document schema api
COVERAGE := 93
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

BIN := $(VENV)/bin
CORE := $(VENV)/.made-for-core
DEV := $(VENV)/.made-for-development
INSTALL = PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test lint types tests docs docs-check bench format clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(CORE) ## check and bundle the descriptions in specs/ (makes its own environment)
	@PATH="$(abspath $(BIN)):$$PATH" sh specs/demo/run

test: lint types docs-check tests ## lint, types, generated pages and all tests (makes its own environment)

lint: $(DEV) ## ruff: lint and format
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench

types: $(DEV) ## mypy, strict, over src and tests
	$(BIN)/mypy src tests

tests: $(DEV) ## all tests, with the coverage gate on floors 0 to 3
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile $(FLOORS:%=--cov=assent.%) \
		--cov-branch --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE)

docs: $(DEV) ## write docs/cli.md, docs/rules/ and the config's JSON Schema anew
	$(BIN)/python -m assent.cli.pages docs

docs-check: $(DEV) ## hold that the generated pages are what `make docs` would write
	$(BIN)/python -m assent.cli.pages docs --check

bench: $(DEV) ## measure start-up and loading
	$(BIN)/python -m bench.start
	$(BIN)/python -m bench.load

format: $(DEV) ## let ruff mend what it can
	$(BIN)/ruff check --fix src tests bench
	$(BIN)/ruff format src tests bench

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist build

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "assent needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(CORE): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(CORE)
