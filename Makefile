# make demo: install and run the main job. make test: install and pass the tests. Everything happens in .venv, but for
# make check-lowest: the tests with the lowest versions that pyproject.toml allows, in .venv-lowest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOWEST := .venv-lowest

# Bytecode is kept, so that neither workers nor commands that tests start compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test slow check check-all check-page check-notebooks check-lowest lint types format lock bench notebooks pictures experiments clean

demo: $(INSTALLED)
	$(BIN)/lunarsim

test: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 --dist loadfile

slow: $(INSTALLED)
	$(BIN)/python -m pytest -m slow

check: lint types test

check-notebooks: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 -m 'slow or not slow' --dist load -k few tests/end_to_end/test_notebooks.py

check-all: check slow check-page notebooks bench

# Opens reports in a Chromium that is installed already; LUNARSIM_CHROMIUM=/path names one. Without a browser it fails.
check-page: $(INSTALLED)
	$(BIN)/python -m pytest -m page tests/end_to_end/page

# Lowest versions have wheels for the lowest Python alone.
check-lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest -n 2 --dist loadfile

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebooks: $(INSTALLED)
	$(BIN)/python notebooks/execute.py

experiments: $(INSTALLED)
	$(BIN)/python -m experiments.answers

pictures: $(INSTALLED)
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python -m experiments.launches.picture

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

# Needs uv; the hashes are those of the public index, whatever mirror they are read through.
COMPILE := uv pip compile --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
  --python-version 3.11 --extra dev pyproject.toml

lock:
	$(COMPILE) --universal -o requirements.lock
	$(COMPILE) --resolution lowest-direct --upgrade -o requirements-lowest.txt

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(LOWEST)/.installed: requirements-lowest.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] > (3, 11) and "give a Python 3.11: make check-lowest PYTHON=python3.11")'
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --require-hashes --requirement requirements-lowest.txt
	$(LOWEST)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) $(LOWEST) outputs dist build
