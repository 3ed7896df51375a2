# One line a task. `make` alone tests and lints; `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SAMPLE = tests/fixtures/asr/gambling-casino-16k.wav
CHECKPOINT = tests/fixtures/asr/tiny-zh-espeak.pt

.PHONY: all setup run test lint types format rules model bench tables whisper-fixture package clean

all: test

# Installs everything pinned into the virtual environment, once for each change of the pins.
setup: $(VENV)/.ready
$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[audio,server,dev]'
	touch $@

run: setup  ## start the service on http://127.0.0.1:8400
	$(BIN)/screener serve --demo-checkpoint $(CHECKPOINT) --sample $(SAMPLE)

test: lint  ## lint, types, layers, and all tests
	$(BIN)/pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

rules: setup  ## only the rules' own examples
	$(BIN)/pytest tests/rules

model: setup  ## train the classifier from models/corpus
	$(BIN)/screener model train

bench: setup  ## speed, as ratios measured in one run
	$(BIN)/python -m bench

tables: setup  ## character tables from OpenCC and pypinyin
	$(BIN)/python -m screener.tables.build

whisper-fixture: setup  ## train the test checkpoint (about an hour on 2 cores)
	$(BIN)/pip install --quiet --disable-pip-version-check espeakng-loader
	$(BIN)/python -m models.whisper_fixture

package: setup  ## wheel and source archive
	$(BIN)/python -m build

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
