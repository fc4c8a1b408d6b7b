#!/usr/bin/env bash
# Builds GoNB and the goimports it calls, and installs it as a kernel below the directory that is given: gonb.sh DIR
set -euo pipefail
mkdir -p "$1"
cd "$1"
version=v0.10.11
[ "$(cat built 2>/dev/null)" = "$version" ] && exit 0
tools=$(cd "$OLDPWD" && go list -m -f '{{.Version}}' golang.org/x/tools)
mkdir -p module bin data
cd module
rm -f go.mod go.sum
go mod init bench.gonb 2>/dev/null
# The tool itself wants other versions of modules than our build: it gets a module of its own.
GOFLAGS=-mod=mod go get "github.com/janpfeifer/gonb@$version" 2>/dev/null
go build -o ../bin/gonb github.com/janpfeifer/gonb
rm -f go.mod go.sum
go mod init bench.goimports 2>/dev/null
GOFLAGS=-mod=mod go get "golang.org/x/tools/cmd/goimports@$tools" 2>/dev/null
go build -o ../bin/goimports golang.org/x/tools/cmd/goimports
cd ..
PATH=$PWD/bin:$PATH JUPYTER_DATA_DIR=$PWD/data bin/gonb --install --force_deps 2>/dev/null
echo "$version" >built
