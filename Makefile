# One command per job; `make` alone lists them. Options: PORT, HOST, PYTHON, ARGS.
.DEFAULT_GOAL := help
.PHONY: help run test check format migrate worker shell bench screenshots lock messages install-run install-dev
PYTHON ?= python3
VENV := .venv/bin/python

# The first Python that starts; bootstrap.py itself says so when its version is wrong.
define bootstrap
@for python in $(PYTHON) python3 python3.12 python3.11; do \
	if command -v $$python >/dev/null 2>&1 && $$python -c '' 2>/dev/null; then \
		exec $$python webox/lib/bootstrap.py $(1); \
	fi; \
done; \
echo 'webox: Python 3 is not installed. On Debian 12: apt install python3 python3-venv'; exit 1
endef

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: install-run ## Start WeBox with demo data (PORT=8001 for another port)
	@exec $(VENV) -m webox.lib.supervisor

test: install-dev ## Run the tests, on PostgreSQL, Redis and Chromium too where installed (ARGS="tests/crm -k lead")
	@exec $(VENV) -m tests.run $(ARGS)

check: install-dev ## Lint, format, import floors, migrations, settings, compiled messages
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	.venv/bin/lint-imports
	$(VENV) manage.py makemigrations --check --dry-run
	$(VENV) manage.py check
	$(VENV) -m tests.messages

format: install-dev ## Format the code and fix what lint can fix
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format

migrate: install-run ## Bring the database up to date
	@exec $(VENV) manage.py migrate

worker: install-run ## Start one more Celery worker (grown: one per machine)
	@exec $(VENV) -m celery -A webox.celery worker --queues celery,long --loglevel INFO $(ARGS)

shell: install-run ## Open a Python shell with the models loaded
	@exec $(VENV) manage.py shell

bench: install-dev ## Measure sending, tracking and pages
	$(VENV) bench/send.py
	$(VENV) bench/track.py
	$(VENV) bench/pages.py

screenshots: install-dev ## Make the pictures of README (needs Chromium)
	$(VENV) -m tests.screenshots

lock: install-dev ## Compile requirements.txt and requirements-dev.txt from pyproject.toml (ARGS=--upgrade)
	$(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		$(ARGS) pyproject.toml -o requirements.txt
	$(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		$(ARGS) --group dev -c requirements.txt -o requirements-dev.txt

messages: install-dev ## Collect and compile the French messages (needs gettext)
	@command -v msgfmt >/dev/null || { echo 'webox: gettext is not installed. On Debian: apt install gettext'; exit 1; }
	$(VENV) manage.py makemessages --locale fr --no-wrap --no-obsolete --add-location file --ignore .venv --ignore var --ignore staticfiles
	$(VENV) manage.py compilemessages --ignore .venv

install-run:
	$(call bootstrap)

install-dev:
	$(call bootstrap,--dev)
