# The words of the project's daily work; `make help` lists them.
# Anything may be given on the command line or in the environment: make run PORT=8001 DATA=var/autre

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test screenshots torture quality stack lock secrets environment environment-dev bench messages

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: export DEMO ?= $(if $(DATABASE_URL),0,1)
run: environment  ## the site with its demonstration, in the foreground: PORT=8000 DATA=var DEMO=0
	@exec $(BIN)/python manage.py serve --stop-with-parent

test: environment-dev  ## the whole suite on SQLite, then on PostgreSQL + Redis: ARGS="-k moderation"
	@exec $(BIN)/python -m tests $(ARGS)

screenshots: export FOLDER ?= var/screenshots
screenshots: environment-dev  ## pictures of every kind of page in every state, and a page to look through: FOLDER=var/screenshots
	@exec $(BIN)/python -m deploy.screenshots $(FOLDER) $(ARGS)

torture: export ALTERNATIONS ?= 10000
torture: environment-dev  ## the race of readers, renderers and decisions at full size, on both databases: ALTERNATIONS=10000
	@exec $(BIN)/python -m tests tests/offices/publishing/test_race.py --numprocesses 0 -s $(ARGS)

quality: environment-dev  ## format, lint, types, templates, missing migrations, deployment checks, known flaws
	@exec $(BIN)/python -m deploy.quality

stack: export DATA ?= var/stack
stack: environment  ## the topology of docker-compose.yml on this machine, behind nginx: PORT=8080 DEMO=1
	@exec $(BIN)/python -m deploy.stack --stop-with-parent

bench: export DATA ?= var/bench
bench: environment  ## ours beside nginx, plain Django and Wagtail, as ratios (docs/benchmarks.md): ROUNDS=8 SECONDS=1
	@exec $(BIN)/python -m benchmarks

messages: environment-dev  ## extract what readers can be shown into locale/, and list what is not translated (needs gettext)
	@$(BIN)/python manage.py makemessages && exec $(BIN)/python manage.py missing_translations

# requirements/*.txt rather than uv.lock: docs/decisions/0005-requirements-files-instead-of-uv-lock.md
lock:  ## resolve the dependencies of pyproject.toml anew into requirements/*.txt
	uv pip compile $(LOCK) --upgrade -o requirements/runtime.txt pyproject.toml
	uv pip compile $(LOCK) --upgrade --group dev -c requirements/runtime.txt -o requirements/dev.txt pyproject.toml
LOCK := -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

secrets:  ## draw the secrets that docker-compose.yml reads, once, into deploy/secrets/
	@exec $(PYTHON) deploy/draw_secrets.py

environment:
	@$(PYTHON) deploy/environment.py runtime

environment-dev:
	@$(PYTHON) deploy/environment.py dev
