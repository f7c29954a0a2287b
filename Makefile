# Everything that is done with the project, in one word each. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
DEMO ?= demo-study
ARGS ?=
WITH_QT := tests/ui tests/e2e tests/contracts/test_transport.py
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadgroup
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-bench demo test check types lint contracts format bench screenshots clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Make .venv with the locked dependencies (and Qt's system libraries)
	@packaging/linux/prepare.sh run

setup-test:
	@packaging/linux/prepare.sh test

setup-bench:
	@packaging/linux/prepare.sh bench

demo: setup ## Make the demo study, its comparison reel and tag report, and open the window
	@$(BIN)/bwc-review demo $(DEMO) $(ARGS)

test: setup-test ## Run all tests
	@$(BIN)/lint-imports --no-cache
	@$(PYTEST) --cov --cov-report= -p no:pytest-qt -p tests.helpers.without_qt $(WITH_QT:%=--ignore=%) $(ARGS)
	@$(PYTEST) --cov --cov-append --cov-report=term:skip-covered $(WITH_QT) $(ARGS)
	@$(BIN)/python -m coverage report --include='bwc_review/domain/*,bwc_review/services/*' --fail-under=100

check: setup-test lint types contracts ## Lint, types, import contracts and the fast tests
	@$(PYTEST) -q -m 'not slow and not window' $(ARGS)

lint:
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types:
	@$(BIN)/basedpyright

contracts:
	@$(BIN)/lint-imports --no-cache

format: setup ## Format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup-bench ## Measure everything as ratios; writes benchmarks.json
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: setup ## Picture every page in every theme into screenshots/
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m bwc_review.ui.screenshots screenshots $(ARGS)

clean: ## Remove what can be made again
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis .coverage htmlcov build dist screenshots benchmarks.json
