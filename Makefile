# One entry for people and for CI. `make` prints what there is; each target makes .venv from the lock first.

PYTHON ?= python3
WORKERS ?= 3
PYTEST_ARGS ?=
UPGRADE ?=
CORPUS ?=
SCORE_ARGS ?=
LEARN_ARGS ?=
ACCNAME_ARGS ?=
BENCH_ARGS ?=
SEEDS ?= 1-200
DRIFT_ARGS ?=
SHARD ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.made-from-the-lock
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" $(UPGRADE)

unexport PYTHONDONTWRITEBYTECODE  # the tests start hundreds of commands: each would compile everything anew

.DEFAULT_GOAL := help
.PHONY: help venv browser programs demo test sweep score learn accname bench check drift docs messages format lock clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) browser ## a made-up person through all four journeys, in a real browser, against the mock
	$(BIN)/ai-optout demo

test: $(READY) browser programs ## every test but the long sweeps (PYTEST_ARGS="-k words" takes some of them)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

sweep: $(READY) browser programs ## the long sweeps: the journeys over what the sites may look like, and over what may go wrong (SHARD=1/8 takes one in eight)
	$(BIN)/python -m pytest $(if $(SHARD),--shard $(SHARD)) --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --override-ini python_files='sweep_*.py' $(PYTEST_ARGS)
	$(BIN)/python -m tests.journeys.drift --seeds $(SEEDS)

drift: $(READY) browser ## the journeys to forms that a site rewrote, as a table (SEEDS=1-200; DRIFT_ARGS="--json")
	@$(BIN)/python -m tests.journeys.drift --seeds $(SEEDS) $(DRIFT_ARGS)

score: $(READY) browser ## how well forms are understood, beside Chromium (CORPUS=where forms-dev.tar.xz lies; SCORE_ARGS="--help")
	@$(BIN)/python -m tests.score $(if $(CORPUS),--corpus "$(CORPUS)") $(SCORE_ARGS)

learn: $(READY) browser ## learn the form engine's weights anew from the corpus (CORPUS=as above), and print what they give on sites they haven't seen
	@$(BIN)/python -m tests.score.learn $(if $(CORPUS),--corpus "$(CORPUS)") $(LEARN_ARGS)

accname: $(READY) browser ## whether names are computed as the standard says, beside Playwright (CORPUS= as for score; ACCNAME_ARGS="--help")
	@$(BIN)/python -m tests.score.accname $(if $(CORPUS),--corpus "$(CORPUS)") $(ACCNAME_ARGS)

bench: $(READY) browser ## how long the look at a page takes, and a write of the ledger (BENCH_ARGS="--help")
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

check: $(READY) ## ruff, mypy --strict, and the linters of the shell scripts and the Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/shellcheck .ci/run
	$(BIN)/hadolint Dockerfile

docs: $(READY) ## docs/cli.md, made from --help
	$(BIN)/python -m ai_optout.cli.reference > docs/cli.md

messages: $(READY) ## the catalogues of the languages, brought up to date with the messages in the code
	@$(BIN)/python -m tests.messages

format: $(READY) ## write the code as `make check` wants it
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

browser: $(READY) ## find a browser, or get one
	@$(BIN)/python tests/programs.py browser

programs: $(READY) ## get what else the tests drive (xvfb, dbus, ...), where this machine may install it
	@$(BIN)/python tests/programs.py tests

venv: $(READY) ## .venv, from the lock

lock: $(READY) ## write requirements*.lock anew (UPGRADE=--upgrade takes the newest releases)
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) --group build --output-file requirements-build.lock
	$(LOCK) pyproject.toml --group dev --constraint requirements.lock --constraint requirements-build.lock --output-file requirements-dev.lock

clean: ## remove .venv and what the tools left
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "ai-optout needs Python 3.11 or newer; $(PYTHON) is older or isn't there. Type: make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "$(PYTHON) can't make a venv. On Debian and Ubuntu type: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
