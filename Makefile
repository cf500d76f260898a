# make demo: install and run the main job. make test: install and pass the tests. Everything happens in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test slow check check-all lint types format lock bench notebooks pictures clean

demo: $(INSTALLED)
	$(BIN)/lunarsim

test: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 --dist loadfile

slow: $(INSTALLED)
	$(BIN)/python -m pytest -m slow

check: lint types test

check-all: check slow notebooks bench

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

pictures: $(INSTALLED)
	$(BIN)/python docs/make_pictures.py

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

# Needs uv; the hashes are those of the public index, whatever mirror they are read through.
lock:
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) outputs dist build
