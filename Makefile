# Everything happens in .venv, made from any Python >= 3.11 that has venv: `make demo PYTHON=python3.12`.
PYTHON ?= python3
VENV := .venv
# Windows keeps a venv's programs in Scripts.
BIN := $(if $(filter Windows_NT,$(OS)),$(VENV)/Scripts,$(VENV)/bin)
ARTICLE := data/blinken_astana_2023.txt

LOCKED := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contracts unit test-browser lab app docs figures audit lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mittellage needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try: make demo PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

demo: $(VENV)/.installed ## Analyse the article into results/ and print what was found
	$(BIN)/mittellage analyse $(ARTICLE) --out results --date 2023-02-28 --translated --charts all

test: lint types contracts docs test-browser unit ## Lint, types, import contracts, documentation, browser, doctests, unit tests, notebooks

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

contracts: $(VENV)/.installed
	$(BIN)/lint-imports

unit: $(VENV)/.installed
	$(BIN)/pytest --doctest-modules analysis mittellage tests --ignore=tests/browser

# A page that a busy machine opens too late gets a second chance; a fault fails twice.
test-browser: $(VENV)/.installed ## Only the browser tests
	$(BIN)/pytest tests/browser || $(BIN)/pytest --last-failed tests/browser

lab: $(VENV)/.installed ## Open the notebooks in JupyterLab
	$(BIN)/mittellage lab

app: $(VENV)/.installed ## Open the dashboard in a browser
	$(BIN)/mittellage app

docs: $(VENV)/.installed ## Build the documentation into build/docs, offline; a warning is an error
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --nitpicky --fresh-env --jobs 2 --quiet -b html docs build/docs

figures: $(VENV)/.installed ## Write docs/methods.md, docs/evaluation.md, pictures and README's figures anew (gold in ../shared)
	$(BIN)/python -m analysis.framing.methods > docs/methods.md
	$(BIN)/python benchmarks/licences.py > docs/licences.md
	$(BIN)/python benchmarks/pictures.py
	$(BIN)/python benchmarks/evaluation.py --shared ../shared
	$(BIN)/python benchmarks/summary.py

# The advisories are asked of a public database, so this is no part of `make test`; nothing is installed into .venv.
# Without --strict a package that could not be looked up would pass as one without weaknesses.
audit: ## Look for known weaknesses of locked packages (needs network and uv)
	uv tool run pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock
	uv tool run pip-audit --strict --disable-pip --require-hashes --requirement training/requirements.lock

lock: ## Write requirements.lock anew for Python 3.11 to 3.13 (needs uv)
	uv pip compile pyproject.toml --extra all $(LOCKED) --output-file requirements.lock
	uv pip compile pyproject.toml --extra training $(LOCKED) --output-file training/requirements.lock
	$(PYTHON) benchmarks/licences.py > docs/licences.md

clean: ## Remove the environment, results and caches
	rm -rf $(VENV) results build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
