#!/usr/bin/env bash
# Brings a Debian machine with Go and Python 3 to where lazycell can be built and its notebooks run.
#
#   install/setup.sh        what building and running notebooks takes
#   install/setup.sh test   also what the tests take: real anndata, gopls, a headless browser
#
# Only what is missing is installed: system packages through apt (with sudo unless root), Python packages into .venv,
# the browser driver through npm. When nothing is missing it returns at once.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
venv=.venv

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Go must be new enough for go.mod; the go command fetches the exact toolchain itself.
have go || die "Go is not on the PATH. Install Go 1.26 or newer, then run this again."

# A Python whose venv module works: the system's when it does, else whatever python3 is first on the PATH.
venv_python() {
  local candidate
  for candidate in /usr/bin/python3 python3; do
    if have "$candidate" && "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

# HDF5's headers and library, found as the build finds them.
have_hdf5() {
  { have pkg-config && pkg-config --exists hdf5; } || [ -e /usr/include/hdf5.h ]
}

# OpenBLAS makes products of matrices several times as fast. Where there is no apt, nobody insists on it.
have_openblas() { have pkg-config && pkg-config --exists openblas; }

# libdeflate makes reading gzip quicker.
have_libdeflate() { ldconfig -p 2>/dev/null | grep -q 'libdeflate\.so\.0'; }

missing_packages() {
  local missing=()
  have gcc || missing+=(gcc libc6-dev)
  have pkg-config || missing+=(pkg-config)
  have_hdf5 || missing+=(libhdf5-dev)
  have_openblas || ! have apt-get || missing+=(libopenblas-dev)
  have_libdeflate || ! have apt-get || missing+=(libdeflate0)
  have mold || missing+=(mold)
  venv_python >/dev/null || missing+=(python3 python3-venv)
  if [ "$what" = test ]; then
    have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
    have node || missing+=(nodejs)
    have npm || missing+=(npm)
  fi
  echo "${missing[*]:-}"
}

install_packages() {
  local sudo=()
  have apt-get || die "these are missing and there is no apt-get to install them: $*. Install them with this system's package manager, then run this again."
  if [ "$(id -u)" != 0 ]; then
    have sudo || die "these are missing: $*. Install them as root (apt-get install $*), then run this again."
    sudo=(sudo)
  fi
  say "installing $*"
  if ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >build/apt.log 2>&1; then
    # The package lists of a fresh machine are often empty or old.
    "${sudo[@]}" apt-get update -q >build/apt.log 2>&1 || { cat build/apt.log >&2; die "apt-get update failed."; }
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >build/apt.log 2>&1 ||
      { cat build/apt.log >&2; die "apt-get could not install $*."; }
  fi
}

# The marks in .venv say which lists are installed: a list that changes is installed again.
list_sum() { cat install/constraints.txt "$@" | cksum; }

install_python() {
  local mark=$venv/.installed-$1 sum
  shift
  sum=$(list_sum "$@")
  [ "$(cat "$mark" 2>/dev/null)" = "$sum" ] && return
  say "installing Python packages into $venv ($*)"
  local args=()
  for list in "$@"; do args+=(-r "$list"); done
  "$venv/bin/python" -m pip install -q --disable-pip-version-check -c install/constraints.txt "${args[@]}" ||
    die "pip could not install $*; see above. Check the network or PIP_INDEX_URL, then run this again."
  echo "$sum" >"$mark"
}

mkdir -p build
packages=$(missing_packages)
if [ -n "$packages" ]; then
  # shellcheck disable=SC2086 # a list of words
  install_packages $packages
  left=$(missing_packages)
  [ -z "$left" ] || die "still missing after the installation: $left"
fi

if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
  say "making the virtual environment $venv"
  rm -rf "$venv"
  "$(venv_python)" -m venv "$venv" || die "could not make $venv."
fi
install_python run install/requirements.txt

if [ "$what" = test ]; then
  install_python test install/requirements.txt install/requirements-test.txt
  gopls=v0.23.0
  if [ "$("$venv/bin/gopls" version 2>/dev/null | head -n 1)" != "golang.org/x/tools/gopls $gopls" ]; then
    say "installing gopls $gopls into $venv/bin"
    GOBIN="$PWD/$venv/bin" GOFLAGS= GOWORK=off go install "golang.org/x/tools/gopls@$gopls" ||
      die "go could not install gopls; see above. Check the network or GOPROXY, then run this again."
  fi
  lock=testdata/browser/package-lock.json
  modules=testdata/browser/node_modules
  if [ -e "$lock" ] && [ "$(cat "$modules/.installed" 2>/dev/null)" != "$(cksum <"$lock")" ]; then
    say "installing the browser driver into $modules"
    (cd testdata/browser && npm ci --silent --no-audit --no-fund) || die "npm ci failed in testdata/browser; see above."
    cksum <"$lock" >"$modules/.installed"
  fi
fi
