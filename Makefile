# One target per need. `make run` and `make test` set themselves up on a machine that has only make and Python 3.11-3.13.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
REPORT ?= $(wildcard data/*.txt)
NOTEBOOKS := $(wildcard notebooks/*.ipynb)
export PYTHONUTF8 := 1

# A name on the PATH proves nothing (version managers put shims there that do not run), and Debian ships a Python
# without ensurepip: take the first that really runs and can make an environment.
FIND_PYTHON = for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if $$candidate -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	    >/dev/null 2>&1; then echo $$candidate; exit 0; fi; done; \
	echo 'make: no working Python 3.11, 3.12 or 3.13 with venv and ensurepip (Debian: apt install python3-venv);' \
	  'set PYTHON=/path/to/python' >&2; exit 1

.PHONY: help setup run test test-lab test-bucket lint notebooks docs docs-pictures lab synth-nightly bench-read \
  bench-rules bench-batch bench-index kill-batch bench-compare demo-batch constraints clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## a virtual environment in .venv with everything pinned by constraints.txt

$(READY): pyproject.toml constraints.txt
	@test -x $(PY) || { python=$$($(FIND_PYTHON)) && echo "making $(VENV) with $$python" && $$python -m venv $(VENV); }
	@echo 'installing into $(VENV), this takes a minute or two'
	$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

run: $(READY)  ## the main job: work up REPORT (default: the sample in data/) into reports/
	$(VENV)/bin/juesuan run $(REPORT)

test: $(READY) lint  ## lint, unit tests, and the notebooks re-run and compared with what is committed
	$(PY) -m pytest -n auto --maxprocesses 4
	$(PY) -m pytest --nbval --nbval-current-env $(or $(NOTEBOOKS),$(error no notebooks to test))

test-lab: $(READY)  ## the page and both notebooks in a real browser (needs Chromium; Debian: apt install chromium)
	$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[browser]'
	$(PY) -m pytest tests/test_browser.py
	$(PY) tools/lab_check.py tests/data/five-of-nine.txt

test-bucket: $(READY)  ## reports in a bucket, on a cluster (moto stands for S3, in an environment of its own: its pins differ)
	$(PY) -m pip install -qq --disable-pip-version-check "s3fs==$$($(PY) -c 'import fsspec; print(fsspec.__version__)')"
	test -x build/moto/bin/moto_server || { $(PY) -m venv build/moto && build/moto/bin/pip install -qq 'moto[server]>=5'; }
	JUESUAN_MOTO=$(CURDIR)/build/moto/bin/moto_server $(PY) -m pytest -n 0 tests/test_s3.py

lint: $(READY)  ## ruff check and ruff format --check
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

notebooks: $(READY)  ## execute the committed notebooks afresh, from a clean kernel
	$(PY) tools/refresh_notebooks.py $(NOTEBOOKS)

docs: $(READY)  ## docs/rules.md, docs/api.md and the rules' worked examples anew from the code
	$(PY) tools/write_rules.py
	$(PY) tools/write_api.py

docs-pictures: $(READY)  ## docs/images anew (needs Chromium, LibreOffice and a Chinese font)
	$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[browser]'
	$(PY) tools/docs_pictures.py

lab: $(READY)  ## JupyterLab on the notebooks
	$(VENV)/bin/juesuan lab .

synth-nightly: $(READY)  ## 200 invented departments of every layout in every form, printed and read again (an hour)
	$(PY) tools/synth_nightly.py

bench-read: $(READY)  ## CPU time of reading, against pdfplumber and by form, into docs/performance.md
	$(PY) tools/bench_read.py

bench-rules: $(READY)  ## false alarms, recall and localisation of the rules on invented and real reports, into docs/quality.md
	$(PY) tools/bench_rules.py

bench-batch: $(READY)  ## workbooks by the batch against papermill in two processes, into docs/performance.md (an hour)
	$(PY) -m pip uninstall -qq -y ploomber-engine  # papermill imports every engine that is installed
	rm -f build/bench-batch.json
	$(PY) tools/bench_batch.py --scale 100 500 2000
	$(PY) tools/bench_batch.py
	if $(PY) -m pip install -qq --disable-pip-version-check ploomber-engine; then $(PY) tools/bench_batch.py --only ploomber; \
	  else echo 'ploomber-engine: left out' >&2; fi
	$(PY) -m pip uninstall -qq -y ploomber-engine
	$(PY) tools/bench_batch.py --write

bench-index: $(READY)  ## how quickly an index of 10,000 reports opens in Chromium, into docs/performance.md
	$(PY) tools/bench_index.py --out docs/performance.md

kill-batch: $(READY)  ## 70 SIGKILLs at random moments, 20 on a Dask cluster; the results must be those undisturbed (7 minutes)
	$(PY) tools/kill_batch.py --count 50 --cluster 20

demo-batch: $(READY)  ## 60 invented departments over three years worked up into demo-batch/reports (a few minutes)
	$(PY) tools/demo_batch.py demo-batch

bench-compare: $(READY)  ## CPU time of comparing 500 departments over 3 years, and whether what it says is right
	$(PY) tools/bench_compare.py --out docs/performance.md

constraints: $(READY)  ## resolve constraints.txt anew (needs the network)
	$(PY) -m pip install -qq --disable-pip-version-check uv
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links pyproject.toml --output-file constraints.txt

clean:  ## remove the environment and caches; reports/ stays, an analyst may have worked on in it
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
