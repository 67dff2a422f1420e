# make run    start the desk with its demo hotel        make test   run all tests
# make setup  make the environment and stop             make check  format, lint, types, import contracts, tests
#
# Needs Python 3.11 or newer and GNU make 3.81 or newer; no root. PYTHON=… chooses another Python.
# Why the project itself is not "pip installed": docs/decisions/installing.md.

PYTHONS = python3 python3.13 python3.12 python3.11 python3.14
VENV = .venv
IN_VENV = $(VENV)/bin/python
RUNTIME = $(VENV)/.installed-runtime
DEVELOPMENT = $(VENV)/.installed-development
PYTEST_ARGS =
TEST_PROCESSES = 3
PYTEST = $(IN_VENV) -m pytest -n $(TEST_PROCESSES) --dist worksteal $(PYTEST_ARGS)

.PHONY: run test setup check clean

run: $(RUNTIME)
	@exec $(VENV)/bin/bellhop up

setup: $(RUNTIME)

test: $(DEVELOPMENT)
	@sh .ci/packages
	$(PYTEST)

check: $(DEVELOPMENT)
	@sh .ci/packages
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTEST)

clean:
	rm -rf $(VENV)

$(RUNTIME): requirements.lock .ci/environment
	@sh .ci/environment $(VENV) requirements.lock $(PYTHON) $(PYTHONS)
	@touch $@

$(DEVELOPMENT): requirements-dev.lock .ci/environment
	@sh .ci/environment $(VENV) requirements-dev.lock $(PYTHON) $(PYTHONS)
	@touch $@ $(RUNTIME)
