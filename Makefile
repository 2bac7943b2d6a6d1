# Everything this project does for you. `make` or `make help` lists it.
PYTHON ?= python3
WORKERS ?= 0
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-warn-script-location
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed
BROWSER := app/static/vendor/.copied

.DEFAULT_GOAL := help
.PHONY: help install run reset test check soak bench nation screenshots format lock
.DELETE_ON_ERROR:

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN { FS = ":.*## " } { printf "  make %-11s %s\n", $$1, $$2 }'

install: $(RUNTIME) $(BROWSER) ## Install what the program needs into .venv and app/static/vendor

run: install ## Start everything on this machine and print the address and the demo accounts
	@exec $(BIN)/tameshi run --with-parent

reset: install ## Wipe the data of `make run`, after asking
	@exec $(BIN)/tameshi reset

test: $(DEVELOPMENT) $(BROWSER) ## Run every test, the browser tests too (WORKERS=2: in two processes)
	@CHROMIUM="$$($(BIN)/python tests/browser/ensure_chromium.py)" && export CHROMIUM && \
	    exec $(BIN)/pytest -p tests.sharing --numprocesses $(WORKERS) $(ARGS)

check: $(DEVELOPMENT) ## Format, lint, types, architecture, translations, migration drift
	@echo "format"; $(BIN)/ruff format --check --quiet .
	@echo "lint"; $(BIN)/ruff check --quiet .
	@echo "types"; $(BIN)/mypy --no-error-summary
	@echo "architecture"; $(BIN)/pytest -q --no-header tests/architecture
	@echo "translations"; $(BIN)/python -m core.i18n check
	@echo "migrations"; $(BIN)/tameshi migrate --check

soak: $(DEVELOPMENT) ## A million contested attempts at few units (ARGS="--minutes 10"); nothing may break
	@exec $(BIN)/python -m tests.soak $(ARGS)

bench: install ## Measure the product against its ceiling; writes benchmarks/results/latest.json
	@exec $(BIN)/python -m benchmarks $(ARGS)

nation: install ## Make a nation of data from a seed, to measure and to try things with
	@exec $(BIN)/python -m benchmarks nation $(ARGS)

screenshots: $(DEVELOPMENT) $(BROWSER) ## Take the pictures of README and guides anew, into docs/images
	@CHROMIUM="$$($(BIN)/python tests/browser/ensure_chromium.py)" && export CHROMIUM && exec $(BIN)/python -m tests.browser.screenshots

format: $(DEVELOPMENT) ## Put the code into its form and mend what a machine can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(DEVELOPMENT) ## Take the newest releases and pin them with their hashes
	@$(PIP) uv
	@for part in requirements requirements-dev; do \
	    $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	        $$part.in --output-file $$part.txt || exit 1; \
	done
	@$(BIN)/python -m app.launcher.assets lock

$(BIN)/python:
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Tameshi needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing Python packages (a minute or two the first time)"
	@$(BIN)/python app/launcher/packages.py requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing what tests and checks need"
	@$(BIN)/python app/launcher/packages.py requirements-dev.txt
	@touch $@

$(BROWSER): package.json package-lock.json app/launcher/assets.py | $(RUNTIME)
	@echo "Installing browser packages"
	@$(BIN)/python -m app.launcher.assets
	@touch $@
