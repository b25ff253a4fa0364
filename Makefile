# Every target works on a machine with make and Python 3.11 or newer. The first one that needs an environment makes
# .venv (with uv where it is installed) and fills it again when pyproject.toml changes.
#
#   make run ARGS="--theme paper"      make test ARGS="-n 0 -k pty"      make PYTHONS=python3.12 UV= test

SHELL := /bin/sh
PYTHONS := python3.13 python3.12 python3.11 python3 python3.14 python
UV := $(shell command -v uv 2>/dev/null)
ARGS :=
PY := .venv/bin/python
CATALOGUES := reader/wording/locale

.DEFAULT_GOAL := help
.PHONY: help run demo test fuzz check bench shots messages lowest clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: .venv/.installed ## open the reader (ARGS="list -n 5" runs another of its commands)
	@[ -n "$(ARGS)" ] || $(PY) -c 'from reader.paths import user_paths; paths = user_paths(); \
	    print(f"Subscriptions and settings: {paths.config_dir}\nArticles: {paths.data_dir}")' >&2
	@$(PY) -m reader $(ARGS)

demo: .venv/.installed ## open the reader on three demo newspapers, in temporary folders
	@$(PY) -m tests.demo $(ARGS)

test: .venv/.installed-dev ## run the tests on all cores (ARGS="-k store" for some, ARGS="-n 0" in one process)
	@echo "Running the tests; the whole suite usually takes about three minutes on two cores."
	@$(PY) -m pytest -n auto --dist worksteal $(ARGS)

fuzz: .venv/.installed-dev ## run the random tests for much longer (ARGS="-k date")
	@$(PY) -m pytest -n auto --hypothesis-profile fuzz \
	    tests/test_fuzz.py tests/test_crash_safety.py tests/test_ui_any_keys.py $(ARGS)

check: .venv/.installed-dev ## check style, types and import contracts
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: .venv/.installed-dev ## measure, beside other readers (ARGS="--only start,keys --sizes 1000,100000")
	@$(PY) -m tests.bench $(ARGS)

shots: .venv/.installed ## make the pictures in docs/ from the real screen
	@$(PY) -m tests.shots $(ARGS)

# Babel reads the marked messages, merges them into each language and compiles the catalogue that the wheel carries.
messages: .venv/.installed-dev ## extract the messages, update and compile the translations
	@mkdir -p build
	@$(PY) -m babel.messages.frontend -q extract --no-default-keywords -k _ -k N_ -k plural:1,2 -k pgettext:1c,2 \
	    --no-location --sort-by-file --omit-header -o build/broadsheet.pot reader
	@for folder in $(CATALOGUES)/*/LC_MESSAGES; do \
	    language=$$(basename $$(dirname $$folder)); \
	    $(PY) -m babel.messages.frontend -q update --no-fuzzy-matching --no-wrap \
	        --ignore-obsolete --ignore-pot-creation-date -i build/broadsheet.pot -l $$language -o $$folder/broadsheet.po && \
	    $(PY) -m babel.messages.frontend -q compile --statistics -l $$language -i $$folder/broadsheet.po \
	        -o $$folder/broadsheet.mo; done

lowest: .venv-lowest/.installed ## run the tests with the oldest dependencies that pyproject.toml allows
	@.venv-lowest/bin/python -m pytest -n auto --dist worksteal $(ARGS)

clean: ## remove everything made here: .venv, caches, builds, bench data
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
else echo "make: Python 3.11 or newer is missing. Install it, or install uv, which brings its own." >&2; exit 1; fi
endef

# $(call install,WHAT): --group needs pip 25.1, newer than the pip that comes with Python 3.11. The installer names each
# package as it is downloaded, so that one sees that it works.
define install
@if [ -n "$(UV)" ]; then "$(UV)" pip install --python $(PY) $(1); else \
    { $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; } && \
    $(PY) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade 'pip>=25.1' && \
    $(PY) -m pip install --progress-bar on --disable-pip-version-check --root-user-action=ignore $(1); fi
endef

.venv/bin/python:
	@echo "Making the environment .venv (once)…"
	$(call make_venv,.venv)

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo "Installing Broadsheet and the packages it needs into .venv; this usually takes half a minute…"
	$(call install,--editable .)
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	@echo "Installing Broadsheet and its development tools into .venv; this usually takes a minute…"
	$(call install,--editable . --group dev)
	@touch .venv/.installed $@

# Only uv can choose the oldest releases; it is installed into this environment if it is missing. The oldest releases
# have wheels for the oldest Python only.
.venv-lowest/bin/python: PYTHONS := python3.11 python3.12 python3.13 python3
.venv-lowest/bin/python:
	$(call make_venv,.venv-lowest)

.venv-lowest/.installed: pyproject.toml | .venv-lowest/bin/python
	@[ -n "$(UV)" ] || .venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	@uv="$(UV)"; "$${uv:-.venv-lowest/bin/uv}" pip install --python .venv-lowest/bin/python \
	    --resolution lowest-direct --editable . --group dev
	@touch $@
