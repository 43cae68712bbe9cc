# Every target sets up what it needs first; see scripts/setup for what that is.
PY := .venv/bin/python
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help setup run test soak fuzz check bench peers sscd serve lock

help:  ## What can be asked
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup:  ## Make .venv and the homeserver's own environment from the locked, hashed lists
	@scripts/setup

run: setup  ## The main job, before your eyes: protect, watch, find, notify, check (on loopback, benign pictures)
	@$(PY) -m demo.run

test: setup  ## All tests, the long ones in their short versions
	@$(PY) -m pytest

soak: setup  ## The long tests at full count; keeps the result in bench/results/soak.txt
	@set -o pipefail; $(PY) -m pytest -m soak --override-ini addopts= -n auto --dist load -v -ra --durations=0 2>&1 | \
	    tee /dev/stderr | grep --line-buffered -E '^\[gw|s call|^(FAILED|ERROR|SKIPPED|=+ .* in )' | \
	    sed -u -E 's/^\[gw[0-9]+\] (\[ *[0-9]+%\] )?//; /cwd:|Python 3/d' >bench/results/soak.txt

FUZZ_SECONDS ?= 60
fuzz: setup  ## Hostile bytes against every reader of bytes, a minute each (FUZZ_SECONDS=60); finds are kept in build/fuzz/
	@[ "$$(uname -m)" != x86_64 ] || \
	    $(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@$(PY) -m fuzz --seconds $(FUZZ_SECONDS)

check: setup  ## ruff, mypy strict, import-linter
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

bench: setup  ## Measure again, with your folders: PHOTOS=DIR OTHERS=DIR PORTRAITS=DIR; numbers and plots go to bench/results/
	@$(PY) -m bench.run $(if $(PHOTOS),--photos "$(PHOTOS)") $(if $(OTHERS),--others "$(OTHERS)") \
	    $(if $(PORTRAITS),--portraits "$(PORTRAITS)")

peers: setup  ## FAISS and the index that platforms use into .venv, so that make bench measures them beside ours
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt

sscd: setup  ## ONNX Runtime into .venv, for the optional third signal of jikimi scan (docs/operators.md)
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/sscd.txt

serve: setup  ## Door at 127.0.0.1:8000, desk at 127.0.0.1:8001, watch and work behind them
	@.venv/bin/jikimi serve

lock:  ## Resolve the dependencies anew (needs uv)
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    pyproject.toml -o requirements/base.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    -c requirements/base.txt pyproject.toml requirements/dev.in -o requirements/dev.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    requirements/fuzz.in -o requirements/fuzz.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    -c requirements/base.txt -c requirements/dev.txt requirements/bench.in -o requirements/bench.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    requirements/synapse.in -o requirements/synapse.txt
	uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    -c requirements/base.txt -c requirements/dev.txt requirements/sscd.in -o requirements/sscd.txt
