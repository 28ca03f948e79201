# Needs Python 3.11 or newer, git and make. Every target makes .venv when it is absent.
PYTHON ?= python3
BIN := .venv/bin
DEMO := fixtures/reports/demo/report.docx
# A file to a report, a report to findings, findings to a file. Left to `make test`: what starts servers, browsers,
# workers and the command itself, what draws whole corpora, and the mutants.
QUICK := $(addprefix tests/,asking checks examples export extract model recognise rulebook \
  evals/test_golden.py pipeline/test_pipeline.py pipeline/test_previous.py pipeline/test_compare.py)

.DEFAULT_GOAL := help
.PHONY: help demo ui fast check test fuzz docs bench lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/.base ## review a report with faults and print what is wrong with it
	@$(BIN)/reviewer review $(DEMO); status=$$?; \
	echo "exit status $$status: 0 nothing to mend, 1 something to mend, 2 a file could not be reviewed"; \
	test $$status -eq 1

ui: .venv/.ui ## the web interface, on this machine only
	$(BIN)/reviewer serve

fast: .venv/.dev ## what to run while working: lint, and quick tests of reading, rules and products
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pytest -q -m "not slow and not office" -n 2 --dist worksteal $(QUICK)

check: .venv/.dev ## lint, format, types, layers, rule and prompt files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reviewer rules check
	$(BIN)/reviewer prompts check

test: .venv/.dev ## all tests, with coverage
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

fuzz: .venv/.dev ## the property tests with examples drawn anew
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -q -n 2 tests/model/test_text.py tests/checks/test_blanks.py tests/checks/test_tables.py tests/recognise

docs: .venv/.dev ## write docs/rules.md from the rules
	$(BIN)/reviewer rules docs --output docs/rules.md

bench: .venv/.dev ## measure speed and memory, write docs/speed.md
	$(BIN)/python -m benchmarks.bench_review --write docs/speed.md

lock: .venv/.dev ## resolve all versions anew
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links -q -o requirements.lock

clean: ## remove what was made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .coverage .coverage.*

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/.base: .venv/bin/python pyproject.toml requirements.lock
	PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[batch]'
	$(BIN)/python -m compileall -q reviewer ui
	touch $@

.venv/.ui: .venv/bin/python pyproject.toml requirements.lock
	PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[batch,ui]'
	$(BIN)/python -m compileall -q reviewer ui .venv
	touch .venv/.base $@

.venv/.dev: .venv/bin/python pyproject.toml requirements.lock
	PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[batch,cluster,postgres,llm,ui,mcp,dev]'
	$(BIN)/python -m compileall -q reviewer ui
	touch .venv/.base $@
