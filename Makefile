# make run    starts Yingda at http://127.0.0.1:8000, with an example organisation on the first start
# make test   runs every test on SQLite and on PostgreSQL (installs Chromium and PostgreSQL by apt if they are missing)
# make bench  measures the speed figures in docs/performance.md
# make lint   checks style and the order of rooms
# make web    builds the desk, the public pages and the chat widget

.PHONY: run test bench lint web
.DEFAULT_GOAL := run

run: .venv/.run web
	@exec .venv/bin/yingda serve

test: .venv/.dev web
	@scripts/test-tools
	@exec .venv/bin/python scripts/test

bench: .venv/.dev web
	@scripts/test-tools
	@exec .venv/bin/python -m yingda.bench

lint: .venv/.dev web
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-logo
	@cd web && npm run --silent check

web:
	@scripts/build-web

.venv/.run: requirements.lock pyproject.toml
	@scripts/environment requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	@scripts/environment requirements-dev.lock
	@touch $@ .venv/.run
