# Two commands: `make run` and `make test`. Everything lives in .venv and var; no root is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
export UV_PYTHON_DOWNLOADS = never

.PHONY: run test check bench rows screenshots clean browser

run: $(VENV)/run.stamp
	$(BIN)/yiping serve --demo

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Yiping needs Python 3.11 or newer, this is %d.%d: set PYTHON=/path/to/python3.11" % v[:2])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python requirements.lock pyproject.toml
	$(PIP) -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-test.lock
	$(PIP) -r requirements-test.lock
	@touch $@

browser:
	@sh deploy/browser.sh

test: $(VENV)/test.stamp browser
	$(BIN)/python -m pytest

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/house

bench: $(VENV)/test.stamp browser
	$(BIN)/python -m bench

rows: $(VENV)/test.stamp
	$(BIN)/python -m tests.rows

screenshots: $(VENV)/test.stamp browser
	$(BIN)/python -m bench.screenshots

clean:
	rm -rf $(VENV) build *.egg-info
