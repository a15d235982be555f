# The commands of this project; `make help` lists them. Everything happens inside this folder, without root.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
SHOP_PORT ?= 8100
WATCH_PORT ?= 8200
SETS ?=
SIZES ?=
TESTS ?= tests

PY := .venv/bin/python
PY_SOURCES := privexbot_app widget_py demo_shop tests benchmarks rxconfig.py alembic

.DEFAULT_GOAL := help
.PHONY: help setup widget watch pages build run demo migrate lock check format test eval bench-search bench-index bench-vectors bench-ingest bench-bases bench-stream bench-widget clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/installed ## Make the environment from the lock

.venv/installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@test -x $(PY) || { echo "[1/4] making the environment in .venv"; $(PYTHON) -m venv .venv; }
	@test -x .venv/bin/uv || .venv/bin/pip install --quiet --disable-pip-version-check uv
	@echo "[2/4] installing what the lock names (a few minutes the first time)"
	@.venv/bin/uv pip install --python $(PY) --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

widget: setup ## Build the widget (assets/widget.js, widget.mjs)
	@$(PY) -m widget_py.build

watch: setup ## A page that rebuilds the widget on every save (WATCH_PORT=)
	@$(PY) -m widget_py.build --watch $(WATCH_PORT)

pages: setup ## Build the dashboard's pages (frontend/)
	@$(PY) -m privexbot_app.ui.build

build: setup ## Build what changed: widget and pages
	@echo "[3/4] widget" && $(PY) -m widget_py.build
	@echo "[4/4] pages" && $(PY) -m privexbot_app.ui.build

run: build ## Serve dashboard, API and widget on http://localhost:8000 (PORT=, HOST=)
	@HOST=$(HOST) PORT=$(PORT) $(PY) -m privexbot_app serve

demo: build ## The same with a trained demo bot, and a shoe shop on port 8100 that embeds it
	@HOST=$(HOST) PORT=$(PORT) $(PY) -m privexbot_app demo --shop-port $(SHOP_PORT)

migrate: setup ## Bring the database to the newest tables
	@$(PY) -m privexbot_app migrate

lock: setup ## Resolve requirements*.in anew into the hash locks
	@.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt

check: setup ## Format, lint, types, import layers
	@.venv/bin/ruff format --check $(PY_SOURCES)
	@.venv/bin/ruff check $(PY_SOURCES)
	@.venv/bin/mypy $(PY_SOURCES)
	@.venv/bin/pytest -q tests/test_layers.py

format: setup ## Put the code into its form
	@.venv/bin/ruff check --fix --quiet $(PY_SOURCES); .venv/bin/ruff format $(PY_SOURCES)

# Workers have to find the same tests in the same order, sets of parameters included: hence the fixed seed. The path in a
# browser is timed as a person would, so it runs alone.
test: build ## All tests: unit, API, both databases, and the path in a real browser
	@$(PY) -m tests.e2e.install
ifeq ($(TESTS),tests)
	@PYTHONHASHSEED=0 $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --ignore tests/e2e tests
	@$(PY) -m pytest tests/e2e
else
	@$(PY) -m pytest $(TESTS)
endif

test-long: build ## What takes minutes: the same tests in more rounds
	@$(PY) -m pytest -m long $(TESTS)

eval: setup ## Search and quoting on evaluation sets: make eval SETS="path path"
	@$(PY) -m benchmarks.eval $(SETS)

bench-search: setup ## What a search costs beyond embedding, FAISS and full text alone (SIZES="1000 10000 100000")
	@$(PY) -m benchmarks.search $(SIZES)

bench-index: setup ## What asking FAISS costs as a knowledge base grows (SIZES="10000 100000 1000000" vectors)
	@$(PY) -m benchmarks.index_sizes $(SIZES)

bench-vectors: setup ## FAISS and pgvector on the same PostgreSQL (SIZES="1000 10000 100000")
	@$(PY) -m benchmarks.vector_stores $(SIZES)

bench-ingest: setup ## What reading and indexing cost beyond embedding alone; a large PDF and a large website
	@$(PY) -m benchmarks.ingest

bench-bases: setup ## Many small knowledge bases, each asked for the first time (BASES=10000)
	@$(PY) -m benchmarks.many_bases $(BASES)

bench-stream: setup ## 500 answers at once: first-token overhead over a bare stream
	@$(PY) -m benchmarks.stream

bench-widget: setup ## What the widget costs a page on a slow phone, beside the least that a bubble can cost
	@$(PY) -m benchmarks.widget

clean: ## Remove what was built; data/ stays
	@rm -rf frontend .web assets/widget.* .build widget_py/.build
