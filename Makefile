# All that people and CI do here. Give PYTHON, VENV, PORT or ARGS where needed: make run PORT=8600, make test ARGS="-k photos",
# or, for another Python beside the first, make test PYTHON=python3.13 VENV=.venv-3.13

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test check coverage bench sample lock sbom reliability

PYTHON ?= python3 python3.13 python3.12 python3.11
VENV ?= .venv
LOCK = $(VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
PYTEST = $(VENV)/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.installed  ## make .venv and install what the page and the script need

run: $(VENV)/.installed  ## open the page; PORT=8600 for another port
	@$(VENV)/bin/python -m streamlit run main.py $(if $(PORT),--server.port "$(PORT)") $(ARGS)

test: $(VENV)/.installed-dev  ## run the tests; ARGS="-k photos" to choose
	@$(PYTEST) $(ARGS)

check: $(VENV)/.installed-dev  ## all that CI checks: format, lint, types, imports, docs, tests
	@date '+%T format'
	@$(VENV)/bin/python -m ruff format --check .
	@date '+%T lint'
	@$(VENV)/bin/python -m ruff check .
	@date '+%T types'
	@$(VENV)/bin/python -m mypy lookbook tests $(wildcard *.py benchmarks)
	@date '+%T imports'
	@$(VENV)/bin/python $(VENV)/bin/lint-imports
	@date '+%T docs'
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/python -m mkdocs build --strict
	@date '+%T tests'
	@$(PYTEST) $(ARGS)

coverage: $(VENV)/.installed-dev  ## run the tests and list the lines that none of them runs; nearly twice the time
	@$(PYTEST) --cov=lookbook --cov-report=term-missing:skip-covered $(ARGS)

bench: $(VENV)/.installed  ## measure speed and memory beside the tutorial's way; IMAGES=FILE.zip for your own catalogue
	@TF_CPP_MIN_LOG_LEVEL=3 $(VENV)/bin/python -m benchmarks $(or $(IMAGES),images) $(ARGS)

sample: $(VENV)/.installed  ## draw the sample catalogue again: styles.csv and images/, and who bought what of it
	@$(VENV)/bin/python -m lookbook.sample $(ARGS)
	@$(VENV)/bin/python -m lookbook.behavior.simulation $(ARGS)

reliability: $(VENV)/.installed-dev  ## all of docs/reliability.md, in hours; ARGS="--seconds 10" FAULTS="--kills 5" LOAD="--seconds 9" SOAK="--minutes 2" for less
	@$(PYTEST) tests/test_fuzz.py tests/test_openapi.py tests/test_unpickle.py tests/test_disk.py \
	    tests/test_doctor.py tests/test_api_limits.py tests/test_supply.py tests/test_build.py tests/test_index.py \
	    tests/test_transactions.py tests/test_faults.py tests/test_load.py tests/test_soak.py tests/test_page_busy.py tests/test_live.py
	@$(VENV)/bin/python -m tests.fuzz --count 60000 --seconds 135 --seed 11 $(ARGS)
	@$(VENV)/bin/python -m tests.faults --kills 200 --points 20 --times 20 --swaps 10000 --seed 11 $(FAULTS)
	@$(VENV)/bin/python -m tests.load $(LOAD)
	@mkdir -p build
	@$(VENV)/bin/python -m tests.soak --minutes 120 --out build/soak.csv --plot build/soak.svg $(SOAK)

lock: $(VENV)/.installed-dev  ## pin again all that requirements*.txt bring with them, with hashes; ARGS=--upgrade for newer ones
	@$(LOCK) requirements.txt requirements-dev.txt --output-file requirements-dev.lock $(ARGS)
	@$(LOCK) requirements.txt --constraints requirements-dev.lock --output-file requirements.lock $(ARGS)
	@$(LOCK) deploy/requirements.txt requirements-api.txt requirements-s3.txt requirements-sql.txt --constraints requirements-dev.lock --output-file deploy/requirements.lock $(ARGS)

sbom: $(VENV)/.installed-dev  ## list all that is installed, with licences, as CycloneDX in build/sbom.json
	@mkdir -p build
	@$(VENV)/bin/python -m cyclonedx_py environment $(VENV)/bin/python --pyproject pyproject.toml --output-reproducible \
	    --output-file build/sbom.json
	@echo "build/sbom.json"

# TensorFlow has no packages for Python 3.14 yet, hence the upper bound.
$(VENV)/bin/python:
	@for python in $(PYTHON); do \
	    if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2> /dev/null; then \
	        exec "$$python" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "Lookbook needs Python 3.11, 3.12 or 3.13, none of which is here as: $(PYTHON)." \
	    "Install one, or name it: make install PYTHON=/path/to/python3.13" >&2; exit 1

$(VENV)/.installed: requirements.lock $(VENV)/bin/python
	@echo "Installing what Lookbook needs into $(VENV); the first time takes a few minutes."
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the checks need into $(VENV)."
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
