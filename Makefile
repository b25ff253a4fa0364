# Every target works on a machine that has make and Python 3.11 or newer, and nothing else set up: the first one
# that needs it makes .venv, with uv where that is installed, and again fills it when pyproject.toml has changed.
#
#   make run ARGS="--theme paper"      make test ARGS="-n 0 -k pty"      make PYTHONS=python3.12 UV= test

SHELL := /bin/sh
PYTHONS := python3.13 python3.12 python3.11 python3 python3.14 python
UV := $(shell command -v uv 2>/dev/null)
ARGS :=
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run demo test fuzz check bench shots lowest clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

run: .venv/.installed ## opens the reader (ARGS="list -n 5" for another command of it)
	@$(PY) -m reader $(ARGS)

demo: .venv/.installed ## opens it on a newspaper of its own, in throw-away folders
	@$(PY) -m tests.demo $(ARGS)

test: .venv/.installed-dev ## passes the tests, on all cores (ARGS="-k store" for some, ARGS="-n 0" on one)
	@$(PY) -m pytest -n auto $(ARGS)

fuzz: .venv/.installed-dev ## tries real files that were taken apart, for as long as that takes (ARGS="-k date")
	@$(PY) -m pytest -n auto --hypothesis-profile fuzz tests/test_fuzz.py $(ARGS)

check: .venv/.installed-dev ## lints, checks the types and who imports whom
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: .venv/.installed-dev ## measures it, beside other readers (ARGS="--only start,keys --sizes 1000,100000")
	@$(PY) -m tests.bench $(ARGS)

shots: .venv/.installed ## pictures of the real screen, for the documents
	@$(PY) -m tests.shots $(ARGS)

lowest: .venv-lowest/.installed ## passes the tests with the oldest of everything that pyproject.toml allows
	@.venv-lowest/bin/python -m pytest -n auto --dist worksteal $(ARGS)

clean: ## removes all that was made here: .venv, caches, builds, kept stores
	rm -rf .bench .venv .venv-lowest .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find reader tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments -----------------------------------------------------------------------------------------------

# $(call make_venv,FOLDER): a new environment there. Each Python is tried by running it, because a name on the
# path may be a stub that runs nothing.
define make_venv
@for python in $(PYTHONS); do \
    if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$python; break; fi; \
done; \
if [ -n "$(UV)" ]; then "$(UV)" venv --quiet --clear --python "$${found:->=3.11}" $(1); \
elif [ -n "$$found" ]; then $$found -m venv --clear $(1); \
else echo "make: no Python 3.11 or newer was found; install one, or uv, which brings its own" >&2; exit 1; fi
endef

# $(call install,WHAT): --group needs pip 25.1, and an environment has the pip of its Python.
define install
@if [ -n "$(UV)" ]; then "$(UV)" pip install --quiet --python $(PY) $(1); else \
    { $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; } && \
    $(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade 'pip>=25.1' && \
    $(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore $(1); fi
endef

.venv/bin/python:
	@echo "Making .venv …"
	$(call make_venv,.venv)

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Installing what the reader needs …"
	$(call install,--editable .)
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	@echo "Installing what the reader and its tests need …"
	$(call install,--editable . --group dev)
	@touch .venv/.installed $@

# Only uv can choose the oldest; it is put into this environment where it is not on the path. The oldest releases
# have wheels for the oldest Python only.
.venv-lowest/bin/python: PYTHONS := python3.11 python3.12 python3.13 python3
.venv-lowest/bin/python:
	$(call make_venv,.venv-lowest)

.venv-lowest/.installed: pyproject.toml | .venv-lowest/bin/python
	@[ -n "$(UV)" ] || .venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	@uv="$(UV)"; "$${uv:-.venv-lowest/bin/uv}" pip install --python .venv-lowest/bin/python \
	    --resolution lowest-direct --editable . --group dev
	@touch $@
