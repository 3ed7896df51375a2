# One line a task. `make` alone tests and lints; `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SAMPLE = tests/fixtures/asr/gambling-casino-16k.wav
CHECKPOINT = tests/fixtures/asr/tiny-zh-espeak.pt

SHARED ?= ../shared
MEASURED = models/measurements

.PHONY: all setup run test lint types format rules model card evaluate-all bench tables whisper-fixture package clean

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

card: setup  ## write models/CARD.md from what was measured
	$(BIN)/screener model card --output models/CARD.md

# Without the labelled sets in SHARED, the figures stored of them stay as they are.
evaluate-all: setup  ## measure everything again (some 10 minutes) and write models/CARD.md
	$(if $(wildcard $(SHARED)/eval/ivr_dev.jsonl),$(BIN)/screener evaluate $(SHARED)/eval/ivr_dev.jsonl \
	  --plot reports --save $(MEASURED)/evaluation.json,@echo "no $(SHARED)/eval/ivr_dev.jsonl: evaluation.json stays")
	$(if $(wildcard $(SHARED)/eval/ivr_dev.jsonl),$(BIN)/screener model curve --gold $(SHARED)/eval/ivr_dev.jsonl \
	  --plot reports --save $(MEASURED)/curve.json,@echo "no $(SHARED)/eval/ivr_dev.jsonl: curve.json stays")
	$(if $(wildcard $(SHARED)/data/eval_only),$(BIN)/python -m models.public_sets $(SHARED) \
	  --save $(MEASURED)/public.json,@echo "no $(SHARED)/data/eval_only: public.json stays")
	$(BIN)/screener model compare --save $(MEASURED)/comparison.json
	$(BIN)/screener model card --output models/CARD.md

bench: setup  ## speed, as ratios measured in one run
	$(BIN)/python -m bench

tables: setup  ## character tables from OpenCC and pypinyin
	$(BIN)/python -m screener.tables.build

whisper-fixture: setup  ## train the test checkpoint (about two hours on 2 cores)
	$(BIN)/pip install --quiet --disable-pip-version-check espeakng-loader
	$(BIN)/python -m models.whisper_fixture

package: setup  ## wheel and source archive
	$(BIN)/python -m build

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
