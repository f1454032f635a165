# `make play` opens the playground, `make test` runs the tests; each sets up what it needs first, alone and again.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: play test check clean

play: .venv/play.done
	$(BIN)/newsdesk play

test: .venv/test.done
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: .venv/test.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv build *.egg-info

# The virtual environment is made anew when the project's dependencies change.
.venv/%.done: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsdesk needs Python 3.11 or newer: make $* PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
