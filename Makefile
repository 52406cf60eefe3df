# Everything a person does with this project starts here; `make help` lists it.

PYTHON ?= python3
PORT ?= 8000
SCHLICHTWERK_DATA ?= var
export SCHLICHTWERK_DATA
# More arguments for pytest: make test ARGS="tests/feel -k duration"
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
FRONTEND := webui/frontend
DIST := webui/static/dist
# npm starts whatever `node` comes first on the path: ours from the wheel, never the system's.
NODE_PATH_FIRST := PATH="$(CURDIR)/$(BIN):$$PATH"

# Stamps lie beside what they stand for: whoever deletes .venv or node_modules gets them again.
VENV_READY := $(BIN)/.venv-ready
PYTHON_READY := $(BIN)/.packages-ready
SELF_READY := $(BIN)/.schlichtwerk-ready
NODE_READY := $(FRONTEND)/node_modules/.ready
# The Nu HTML checker, which only the tests need (it runs on Java).
CHECKER := tests/browser/checker
CHECKER_READY := $(CHECKER)/node_modules/.ready

ENGLISH := webui/translations/en/LC_MESSAGES
FORMS_ENGLISH := forms/translations/en/LC_MESSAGES
FRONTEND_SOURCES := $(FRONTEND)/build.mjs $(shell find $(FRONTEND)/src -type f 2>/dev/null)
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard webui/translations/*/LC_MESSAGES/*.po forms/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test check bench conformance soak lock messages format clean

help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: build ## Set up what is missing, demo data on first start, serve (PORT=8000)
	@if [ -z "$$(ls -A "$(SCHLICHTWERK_DATA)" 2>/dev/null)" ] && [ -z "$$DATABASE_URL" ]; then \
	  echo "First start: filling $(SCHLICHTWERK_DATA)/ with demonstration cases"; \
	  $(BIN)/schlichtwerk demo || { \
	    echo "The demonstration cases could not be made. Before trying again, remove $(SCHLICHTWERK_DATA)/ and its key store." >&2; \
	    exit 1; }; \
	fi
	@SCHLICHTWERK_DEMO=1 exec $(BIN)/schlichtwerk serve --port $(PORT)

build: $(SELF_READY) $(DIST)/manifest.json $(CATALOGUES) ## Set up without starting

test: build $(CHECKER_READY) ## Run every test that can run here
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --durations=25 --durations-min=5 $(ARGS)

check: build ## Lint, types, import contracts, templates, dependency audit
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/check

bench: build ## Print the figures that must hold, write build/bench.json
	@mkdir -p build
	@$(BIN)/python -m tests.bench $(ARGS)

conformance: build ## Run the suites that others wrote (DMN TCK and the like)
	@$(BIN)/python -m pytest tests/conformance tests/dmn/test_tck.py -m "not soak" $(ARGS)
	@$(BIN)/python -m tests.conformance

soak: build ## Long random, fuzz and crash runs
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -m soak $(ARGS)

lock: $(VENV_READY) ## Write requirements.txt anew from pyproject.toml, with hashes and without hosts
	@command -v $(BIN)/uv >/dev/null || $(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --generate-hashes --universal \
	  --no-emit-index-url --no-annotate --no-header -o requirements.txt

messages: build ## Collect the translatable strings and update the English catalogues, of the pages and of the forms
	@mkdir -p build $(ENGLISH) $(FORMS_ENGLISH)
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --sort-output --keyword _l \
	  --output-file build/messages.pot webui forms
	@$(BIN)/pybabel --quiet extract --mapping-file forms/babel.toml --no-location --sort-output \
	  --no-default-keywords --keyword say --output-file build/forms.pot forms engine
	@for catalogue in $(ENGLISH)/messages.po $(FORMS_ENGLISH)/forms.po; do \
	  if [ -e $$catalogue ]; then action="update --no-fuzzy-matching --ignore-obsolete"; else action=init; fi; \
	  $(BIN)/pybabel --quiet $$action --input-file build/$$(basename $$catalogue .po).pot --output-file $$catalogue \
	    --locale en || exit 1; \
	  echo "Without English: $$($(BIN)/python -c 'import sys; from babel.messages.pofile import read_po; \
	    print(sum(not m.string for m in read_po(open(sys.argv[1], "rb")) if m.id))' $$catalogue) of the strings in $$catalogue"; \
	done

format: build ## Put Python and templates into the form that check expects
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	@if [ -d webui/templates ]; then $(BIN)/djlint webui/templates --reformat --quiet || true; fi

clean: ## Remove what was built; data, keys and the lock files stay
	rm -rf $(VENV) $(FRONTEND)/node_modules $(CHECKER)/node_modules $(DIST) build *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find engine forms webui tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find webui forms -name '*.mo' -delete

$(VENV_READY):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Schlichtwerk needs Python 3.11 or newer, and '$(PYTHON)' was not found. Install it, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Schlichtwerk needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "'$(PYTHON)' comes without the module venv. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@touch $@

$(PYTHON_READY): requirements.txt | $(VENV_READY)
	@echo "Installing the locked Python packages"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(SELF_READY): pyproject.toml $(PYTHON_READY)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(NODE_READY): $(FRONTEND)/package-lock.json $(FRONTEND)/package.json $(FRONTEND)/.npmrc $(PYTHON_READY)
	@echo "Installing the locked browser packages"
	@cd $(FRONTEND) && $(NODE_PATH_FIRST) npm ci --loglevel=error
	@touch $@

$(CHECKER_READY): $(CHECKER)/package-lock.json $(CHECKER)/package.json $(CHECKER)/.npmrc $(PYTHON_READY)
	@echo "Installing the HTML checker for the tests"
	@cd $(CHECKER) && $(NODE_PATH_FIRST) npm ci --loglevel=error
	@touch $@

$(DIST)/manifest.json: $(FRONTEND_SOURCES) $(NODE_READY)
	@cd $(FRONTEND) && $(NODE_PATH_FIRST) node build.mjs

%.mo: %.po $(PYTHON_READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
