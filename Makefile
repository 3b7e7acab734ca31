# Two commands do everything: `make up` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
STACK ?= sandbox
WIRE := venv/bin/alert-wiring
# The sandbox stack keeps nothing worth hiding; every other stack must be given its own passphrase.
ifeq ($(STACK),sandbox)
ifndef PULUMI_CONFIG_PASSPHRASE_FILE
export PULUMI_CONFIG_PASSPHRASE ?= sandbox
endif
endif

.PHONY: help env env-test up preview refresh down test lint unit docs record bench bench-sandbox switches chaos properties fuzz golden differential mutants release-check pulumi sandbox lock

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env:
	@scripts/environment run

env-test:
	@scripts/environment test

# The sandbox stack comes with its own sandbox; other stacks talk to real accounts and are selected as they are.
sandbox: env
	@$(if $(filter sandbox,$(STACK)),$(WIRE) sandbox start && scripts/stale-lock && $(WIRE) stack select --create sandbox,:)

up: sandbox ## build the wire (STACK=sandbox) and prove that it carries an alert
	@$(WIRE) up --yes --suppress-outputs --stack $(STACK)
	@$(if $(filter sandbox,$(STACK)),$(WIRE) prove --stack $(STACK) && $(WIRE) sandbox status,$(WIRE) wire --stack $(STACK))

preview: sandbox ## show what `make up` would change
	@$(WIRE) preview --suppress-outputs --stack $(STACK)

refresh: sandbox ## read what is really there and show what drifted
	@$(WIRE) refresh --yes --suppress-outputs --stack $(STACK)

down: sandbox ## tear the wire down, stop the sandbox, leave nothing behind
	@$(WIRE) destroy --yes --suppress-outputs --stack $(STACK)
	@$(if $(filter sandbox,$(STACK)),$(WIRE) stack rm --yes --preserve-config --stack $(STACK) && $(WIRE) sandbox stop && scripts/forget-sandbox,:)

test: env-test ## install what the checks need and run them all
	@scripts/browser
	@$(MAKE) --no-print-directory lint unit

lint:
	@echo "lint: ruff, mypy --strict, the walls between the packages"
	@venv/bin/ruff check --quiet --no-cache .
	@venv/bin/ruff format --quiet --no-cache --check .
	@venv/bin/mypy
	@venv/bin/lint-imports --no-cache

unit:
	@echo "tests: everything, in parallel"
	@venv/bin/python -m pytest -n auto --dist worksteal

docs: env-test ## build the documentation into build/docs
	@venv/bin/sphinx-build -W -n --keep-going -q docs build/docs
	@echo "docs: build/docs/index.html"

record: env-test ## record the contracts anew against the accounts that the environment names, and say what differs
	@venv/bin/python tests/contracts/record.py $(RECORD)

bench-sandbox: env ## measure the sandbox with 10,000 objects of each vendor
	@venv/bin/python -m vendor_sandbox.bench

switches: env-test ## run the engine tests under every other position of every switch of the sandbox (hours)
	@scripts/every-switch

# What follows takes minutes to hours, shows its progress, prints its seed and ends with a table; ARGS goes to the program,
# such as ARGS="--sample 200 --seed 7" or ARGS=--help.
RUN := PYTHONPATH=tests venv/bin/python

chaos: env-test ## break a run at every request in every way, kill the engines at every call, and count what it left
	@$(RUN) -m chaos $(ARGS)
	@$(if $(ARGS),:,$(RUN) -m chaos.engine_kills)

properties: env-test ## 100,000 random cases of what must hold for every kind and field (and `make fuzz`)
	@$(RUN) -m properties --cases 100000 $(ARGS)

fuzz: env-test ## random nonsense into every entry that takes text from outside
	@$(RUN) -m properties --fuzz --cases 20000 $(ARGS)

golden: env-test ## write the golden files of a new release; never overwrites one
	@$(RUN) -m golden.release $(ARGS)

differential: env-test ## 500 random histories on the pulumi CLI and on the embedded engine, compared
	@$(RUN) tests/differential --histories 500 $(ARGS)

mutants: env-test ## break the core in every small way and see a test fail
	@scripts/environment mutation
	@$(RUN) -m mutation.mutants $(ARGS)

bench: env-test ## measure the engines and the calls at 10, 100 and 500 objects; table and plot into docs/measured
	@$(RUN) -m bench.engines --sizes 10 100 500 --into docs/measured $(ARGS)
	@$(RUN) -m bench.calls --sizes 10 100 500 --into docs/measured $(ARGS)

release-check: env-test ## build, bill of materials, licences, and the wheel in empty environments
	@scripts/release-check $(ARGS)

pulumi: env ## install the pulumi CLI into the environment, where its download can be reached
	@scripts/pulumi-cli

lock: env-test ## lock the dependencies again, with hashes
	@scripts/lock
