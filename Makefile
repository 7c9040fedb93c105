# make run      check the claims of this repository: findings to the terminal, reports/ written anew
# make test     what CI runs: everything in a fresh environment, then `check`
# make check    lint, types, layers, tests; the generated files must be up to date
# make format   let ruff format the code
# make docs     write docs/rules/ from the rules
# make bench    measure, and write benchmarks/README.md
# make fuzz     every reader under a fuzzer, FUZZ_SECONDS (60) each; then the stress tests at full length
# make clean    remove the environment and everything that tools left behind

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt
PYTEST_WORKERS ?= 2
FUZZ_SECONDS ?= 60
FUZZ_EXAMPLES ?= 5000

.PHONY: run test check format docs bench fuzz clean
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp
	@echo "== reconcile check"
	@$(BIN)/reconcile check --exit-zero
	@echo "== reconcile report"
	@$(BIN)/reconcile report

test: check

# pytest comes last: whoever reads only the end sees what was run. It also compares docs/rules/ and reports/
# with what the code makes of the rules and claims now.
check: $(VENV)/dev.stamp
	@echo "== ruff check"
	@$(BIN)/ruff check
	@echo "== ruff format --check"
	@$(BIN)/ruff format --check
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== layers"
	@$(BIN)/lint-imports --no-logo
	@echo "== generated pages"
	@$(BIN)/python tools/rule_pages.py --check
	@echo "== pytest"
	@$(BIN)/pytest -n $(PYTEST_WORKERS)

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

docs: $(VENV)/dev.stamp
	@$(BIN)/python tools/rule_pages.py
	@$(BIN)/python tools/page_commands.py README.md docs/tutorial.md docs/writing-rules.md docs/reviewing.md

bench: $(VENV)/dev.stamp
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/sets.py
	@$(BIN)/python benchmarks/scale.py
	@$(BIN)/python benchmarks/files.py

fuzz: $(VENV)/dev.stamp
	@FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) STRESS_LONG=1 $(BIN)/pytest tests/fuzz tests/stress

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find reconcile tests tools benchmarks rules -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there; name one: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11; name another: make PYTHON=python3.12 …" >&2; exit 2; }
	@echo "== new environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(BIN)/python pyproject.toml constraints.txt
	@echo "== installing reconcile"
	@$(PIP) --editable .
	@touch $@

$(VENV)/dev.stamp: $(BIN)/python pyproject.toml constraints.txt
	@echo "== installing reconcile and what its checks need"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/run.stamp
