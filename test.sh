#!/usr/bin/env bash
# Builds everything, runs every test and closes with one line: N passed, N failed.
#   --long            tries faults of the durable store many times instead of a few: minutes more
#   --mutants [NAME]  runs no test of its own accord, but changes the code of tests/Mutants/NAME.json, or of all, in small ways and
#                     prints the share of changes that the tests notice: minutes to hours each
# What it needs beyond the .NET SDK it installs itself, with apt-get: a C compiler and zlib, for native compilation; Node.js and npm,
# and with them public clients of CMQ, which run against the server; PostgreSQL, for the de-duplication store; Chromium, for the console.
set -uo pipefail
cd "$(dirname "$0")"

usage() { echo "usage: ./test.sh [--long] | --mutants [$(cd tests/Mutants && echo *.json | sed 's/\.json//g; s/ /|/g')]" >&2; exit 2; }

# Stryker's share of mutants killed: those that a test fails or never ends on, to all that compile and are not ignored.
mutants() {
  local bar=90 status=0
  export CMQ_MODEL_PROGRAMS=40 # Few, as the model tests run for almost every mutant.
  dotnet tool restore || return 1
  for name in "$@"; do
    local reports=artifacts/mutants/$name
    rm -rf "$reports"
    if ! (cd tests/Mutants && dotnet stryker --config-file "$name.json" --concurrency "$(nproc)" --output "../../$reports" --skip-version-check); then
      echo "FIGURE tests.mutants.$name - Stryker failed"
      status=1
      continue
    fi
    grep -o '"status": *"[A-Za-z]*"' "$reports/reports/mutation-report.json" | awk -v name="$name" -v bar=$bar '
      /Killed|Timeout/ { killed++ }
      /Killed|Timeout|Survived|NoCoverage/ { all++ }
      END {
        if (all == 0) { print "FIGURE tests.mutants." name " - no mutant was tested"; exit 1 }
        printf "FIGURE tests.mutants.%s %.1f %% killed=%d/%d\n", name, 100 * killed / all, killed, all
        exit 100 * killed < bar * all
      }' || status=1
  done
  return $status
}

case "${1-}" in
  '') ;;
  --long) export CMQ_LONG=1 ;;
  --mutants)
    name=${2-}
    if [ -z "$name" ]; then
      mutants $(cd tests/Mutants && basename -s .json -- *.json)
    elif [ -e "tests/Mutants/${name,,}.json" ]; then
      mutants "${name,,}"
    else
      usage
    fi
    exit ;;
  *) usage ;;
esac

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

if ! { command -v gcc || command -v clang; } >/dev/null || ! [ -e /usr/include/zlib.h ]; then
  echo "Installing a C compiler and zlib, for native compilation."
  if ! { as_root apt-get update && as_root apt-get install -y gcc libc6-dev zlib1g-dev; } >/dev/null; then
    echo "They cannot be installed here, so the tests of native compilation will fail: install gcc, libc6-dev and zlib1g-dev."
  fi
fi

if ! { command -v node && command -v npm; } >/dev/null; then
  echo "Installing Node.js and npm, for public clients."
  if ! { as_root apt-get update && as_root apt-get install -y nodejs npm; } >/dev/null; then
    echo "They cannot be installed here, so the tests of public clients will fail: install nodejs and npm."
  fi
fi

if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  echo "Installing PostgreSQL, for the de-duplication store."
  if ! { as_root apt-get update && as_root apt-get install -y postgresql; } >/dev/null; then
    echo "It cannot be installed here, so its tests will be skipped: install postgresql."
  fi
fi

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  echo "Installing Chromium, for the console."
  if ! { as_root apt-get update && as_root apt-get install -y --no-install-recommends chromium; } >/dev/null; then
    echo "It cannot be installed here, so the tests of the console in a browser will fail: install chromium."
  fi
fi

clients=artifacts/clients
locked=tests/CmqContracts.EndToEnd/Clients
if ! cmp -s "$locked/package-lock.json" "$clients/package-lock.json" || ! [ -e "$clients/node_modules/.package-lock.json" ]; then
  echo "Installing public clients."
  mkdir -p "$clients"
  cp "$locked/package.json" "$locked/package-lock.json" "$clients"
  if ! (cd "$clients" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
    echo "They cannot be installed here, so their tests will fail."
  fi
fi

faults=artifacts/faults
mkdir -p "$faults"
rm -f "$faults/failing_io.so"
if ! "$(command -v gcc || command -v clang)" -shared -fPIC -O2 -o "$faults/failing_io.so" tests/CmqContracts.Sqlite.Faults/Shim/failing_io.c; then
  echo "The disk that fails cannot be built here, which takes a C compiler on Linux, so its tests will be skipped."
fi

results=artifacts/tests
rm -rf "$results"
mkdir -p "$results"

if ! dotnet build CmqContracts.sln -c Release -nologo -v quiet; then
  echo "The build failed: no test was run."
  echo "0 passed, 1 failed"
  exit 1
fi

status=0
run() {
  dotnet test "$@" -c Release --nologo --logger trx --results-directory "$results" 2>&1 | tee -a "$results/output.txt"
  [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
}

run CmqContracts.sln --no-build

# The generator runs in whatever compiler a user has: the oldest that it supports, and one newer than the SDK's. What codecs do
# when they run does not depend on it. The build above has analyzed the same code. Of random edits fewer are
# tried, and others; what the pages of rules show is compiled once, above.
for host in 4.5.0 5.12.0; do
  echo "The generator's tests, hosted in Roslyn $host:"
  CMQ_EDITS=200 CMQ_SEED=${host//./} run tests/CmqContracts.Generators.Tests -p:RoslynHost=$host -p:RunAnalyzers=false --artifacts-path "artifacts/roslyn-$host" -v quiet --logger "console;verbosity=minimal" --filter "FullyQualifiedName!~Tests.Runtime&FullyQualifiedName!~CatalogueTests"
done

sum() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed)
failed=$(sum failed)
skipped=$(sum notExecuted)

# A test host that died leaves no count of what it did not run.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
  failed=1
fi

if [ "$failed" -gt 0 ]; then
  echo
  echo "Failed:"
  grep -E '^ +Failed ' "$results/output.txt" | sort -u
fi

echo
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
