#!/usr/bin/env bash
# Checks that the code compiles for the other platforms that have plugins, as far as this machine can tell, and that where there are
# none the program says so. What is written in C is checked for linux/arm64 where gcc-aarch64-linux-gnu is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'platforms: %s\n' "$*" >&2; }

# The packages that need no C to compile.
packages() {
  GOOS=$1 GOARCH=$2 CGO_ENABLED=0 go list -e -f '{{.ImportPath}} {{join .Deps " "}}' ./... |
    awk '{needsC = 0; for (i = 1; i <= NF; i++) needsC += $i == "gonum.org/v1/hdf5" || $i ~ /lazy\/blas$/} !needsC {print $1}'
}

for platform in linux/arm64 darwin/amd64 darwin/arm64; do
  os=${platform%/*} arch=${platform#*/}
  # shellcheck disable=SC2046 # a list of words
  set -- $(packages "$os" "$arch")
  say "$platform: $# packages"
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build "$@"
done
if command -v aarch64-linux-gnu-gcc >/dev/null && [ "$(go env GOHOSTARCH)" != arm64 ]; then
  say "linux/arm64: the program, with C"
  CGO_ENABLED=1 GOOS=linux GOARCH=arm64 CC=aarch64-linux-gnu-gcc CGO_CFLAGS="$(pkg-config --cflags hdf5 2>/dev/null || true)" go vet ./cmd/lazycell ./kernel/... ./io/...
fi
go test -count=1 -run TestWithoutPlugins ./cmd/lazycell
