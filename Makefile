# make tutorial   runs notebooks/tutorial.ipynb on the lazycell kernel and leaves build/tutorial.ipynb and .html
# make test       everything that is checked before a change goes in
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

ROOT := $(CURDIR)
VENV := .venv
PY := $(VENV)/bin/python
export PATH := $(ROOT)/$(VENV)/bin:$(PATH)
# Tests that talk to Python or a Jupyter client use this one.
export LAZYCELL_PYTHON := $(ROOT)/$(PY)

GOFILES := $(shell find . \( -path ./.git -o -path ./build -o -path ./.venv -o -path '*/node_modules' \) -prune -o -name '*.go' -print)
TUTORIAL := notebooks/tutorial.ipynb
NBCONVERT := $(VENV)/bin/jupyter nbconvert --log-level WARN
# Where tutorial leaves its results.
OUT := build
# JupyterLab's page, asking no server for anything.
OFFLINE := --template offline --TemplateExporter.extra_template_basedirs=$(ROOT)/install/nbconvert

# Packages whose tests run goroutines against each other: tested under the race detector.
RACE := ./lazy/... ./kernel/wire/... ./kernel/lsp/... ./kernel/session/host/... ./kernel/session/pipe/... ./io/zarr/... ./display/...

# OpenBLAS multiplies matrices when it is there (looked for when a recipe runs, after setup), else gonum's own Go does.
BLAS = $(shell pkg-config --exists openblas 2>/dev/null && echo -tags=openblas)

.PHONY: setup setup-test build install tutorial test vet unit race notebook gonb browser platforms places bench-tutorial bench-lazy bench-kernel soak-kernel soak-lazy fuzz differential soak-io bench-io clean

setup:
	@install/setup.sh

setup-test:
	@install/setup.sh test

build: setup
	@go generate ./cmd/lazycell/present
	@go build $(BLAS) -o build/lazycell ./cmd/lazycell
	@build/lazycell prepare

install: build
	@build/lazycell install --prefix $(VENV)

# The executed notebook is the one that is turned into a page, so that both show the same run. The cells' files
# (a1.h5ad, a2.zarr) go to the directory of the copy that runs.
tutorial: install
	@rm -rf $(OUT)/tutorial $(OUT)/tutorial.ipynb $(OUT)/tutorial.html && mkdir -p $(OUT)/tutorial
	@cp $(TUTORIAL) $(OUT)/tutorial/tutorial.ipynb
	@$(NBCONVERT) --to notebook --execute --output-dir $(OUT) $(OUT)/tutorial/tutorial.ipynb
	@$(NBCONVERT) --to html $(OFFLINE) --output-dir $(OUT) $(OUT)/tutorial.ipynb
	@echo "notebook: $(OUT)/tutorial.ipynb"
	@echo "page:     $(OUT)/tutorial.html"

# One recipe after another, so that the first failure is the last thing on the screen.
test: setup-test
	@$(MAKE) --no-print-directory vet
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory race
	@$(MAKE) --no-print-directory notebook
	@$(MAKE) --no-print-directory browser
	@echo "make test: all passed"

vet:
	@unformatted=$$(gofmt -l $(GOFILES)); if [ -n "$$unformatted" ]; then echo "gofmt -w these: $$unformatted"; exit 1; fi
	go vet ./...
	$(if $(BLAS),go vet $(BLAS) ./lazy/blas ./lazy/linalg ./cmd/lazycell)
	go tool staticcheck ./...

unit: build
	go test -timeout 20m ./...
	$(if $(BLAS),go test -timeout 5m $(BLAS) ./lazy/blas ./lazy/linalg ./cmd/lazycell)

race:
	go test -race -short -timeout 20m $(RACE)

notebook: tutorial
	$(PY) testdata/jupyter/check_tutorial.py build/tutorial.ipynb
	$(PY) testdata/jupyter/check_values.py
	$(PY) testdata/jupyter/check_failure.py
	$(PY) testdata/jupyter/check_gonb.py

# GoNB's own notebooks, the slow ones and those that fetch modules too; and this library's displays on GoNB's own kernel.
gonb: setup-test install
	$(PY) testdata/jupyter/check_gonb.py --all
	$(PY) testdata/jupyter/check_stock_gonb.py
	node testdata/browser/kernel.js --all

# The page opened offline, the same notebook in JupyterLab, and a gallery of graphs that the tutorial doesn't have; then a kernel
# whose widgets are used in JupyterLab.
browser:
	node testdata/browser/graphs.js build/tutorial.html
	node testdata/browser/lab.js build/tutorial.ipynb
	go run ./testdata/browser/notebook build/gallery.ipynb
	@$(NBCONVERT) --to html $(OFFLINE) --output-dir build build/gallery.ipynb
	node testdata/browser/graphs.js build/gallery.html
	node testdata/browser/kernel.js

# The code compiles for the other platforms, as far as this machine can tell.
platforms:
	@install/platforms.sh

# The kernel built in a path with spaces, and without a home directory to write to.
places: setup-test install
	$(PY) testdata/jupyter/kernel_places.py --all

bench-tutorial: setup-test install
	@$(PY) bench/tutorial/compare.py

# Cells in lazycell, GoNB (which it builds) and ipykernel.
bench-kernel: setup-test install
	@$(PY) bench/kernel/compare.py

# 500 cells in one session: neither latency nor memory may grow.
soak-kernel: setup-test install
	@$(PY) testdata/jupyter/kernel_soak.py

# Computations over arrays of 16 GB, each in a process of its own that may take 512 MiB; some keep 16 GB on disk meanwhile.
soak-lazy: build
	LAZYCELL_SOAK=1 go test -timeout 3h $(BLAS) -run '^TestBounded$$' -v ./lazy/exec

# Conversions of files of 16 GB by commands that may take 512 MiB; they keep some 50 GB on disk (TMPDIR) meanwhile.
soak-io: build
	LAZYCELL_SOAK=1 go test -timeout 2h -run '^TestMemory$$' -v ./cmd/lazycell

# 500 random AnnData of anndata's own, converted from format to format and back, compared in Python.
differential: setup-test build
	$(PY) testdata/differential/differential.py build/lazycell 500

# Files read, written and put together, ours and Python's.
bench-io: setup-test build
	@$(PY) bench/io/compare.py

bench-lazy: setup-test build
	@$(PY) bench/lazy/compare.py

# Every fuzz target, one after the other: make fuzz FUZZTIME=10m. Go's fuzzer may end with the deadline as an error (go.dev/issue/48591); what counts
# is whether it has found an input.
FUZZTIME ?= 1m
fuzz:
	@mkdir -p build; failed=; \
	for file in $$(grep -rl --include='*_test.go' --exclude-dir=node_modules --exclude-dir=build '^func Fuzz' . | sort); do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$file); do \
			echo "$$(dirname $$file) $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x $$(dirname $$file) | tee build/fuzz.log || \
				{ grep -q 'context deadline exceeded' build/fuzz.log && ! grep -q 'Failing input' build/fuzz.log; } || failed="$$failed $$(dirname $$file):$$name"; \
		done; \
	done; \
	if [ -n "$$failed" ]; then echo "found an input:$$failed"; exit 1; fi

clean:
	rm -rf build $(VENV) testdata/browser/node_modules
