# make demo   installs, writes a sample inbox with roster, checks it, says where the report is
# make test   everything that must hold before a change lands (CI calls this)
# make kills  kills runs at KILLS=50 random moments and compares what they end in with an undisturbed run
# make fuzz   mutates what strangers, clerks and editors write for SECONDS=600; keeps what breaks a reader
.DEFAULT_GOAL := demo
.PHONY: demo test lint type imports unit dist docs bench fuzz kills fixtures lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo

$(VENV)/.runtime: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed / 需要 Python 3.11 或更高版本")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	touch $@

.PHONY: zbar
zbar:
	@sh tools/install-zbar.sh

.PHONY: chromium
chromium:
	@sh tools/install-chromium.sh

demo: $(VENV)/.runtime zbar
	rm -rf $(DEMO)
	$(BIN)/degree-verify demo $(DEMO)
	$(BIN)/degree-verify check $(DEMO)/inbox --roster $(DEMO)/roster.xlsx --policy anhui-2023h1 --as-of 2023-06-05 --out $(DEMO)/report --exit-zero

test: lint type imports unit dist

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

type: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev zbar chromium
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

dist: $(VENV)/.dev
	sh tools/check-wheel.sh $(BIN)/python

docs: $(VENV)/.dev chromium
	$(BIN)/python -m tests.support.make_docs
	$(BIN)/python -m tests.support.make_screenshots

bench: $(VENV)/.dev zbar chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1' # knows dependency groups
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --group bench
	$(BIN)/python -m bench.floor
	$(BIN)/python -m bench.compare --write
	$(BIN)/python -m bench.workers
	$(BIN)/python -m bench.roster
	$(BIN)/python -m bench.memory
	$(BIN)/python -m bench.isolation
	$(BIN)/python -m bench.report

SECONDS ?= 600
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz $(SECONDS)

KILLS ?= 50
kills: $(VENV)/.dev
	$(BIN)/python -m tests.kills $(KILLS)

fixtures: $(VENV)/.dev
	$(BIN)/python -m tests.support.make_fixtures

lock:
	sh tools/lock.sh $(PYTHON)

clean:
	rm -rf $(VENV) $(DEMO) dist .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
