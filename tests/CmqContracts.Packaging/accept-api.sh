#!/usr/bin/env bash
# Accepts the public API of the libraries as it is: writes it into the PublicAPI.*.txt beside each project.
#   (nothing)   what has come since the last release, and what has gone, into PublicAPI.Unshipped.txt
#   --release   all of it into PublicAPI.Shipped.txt
set -euo pipefail
cd "$(dirname "$0")/../.."

release=
case "${1:-}" in
  "") ;;
  --release) release=1 ;;
  *) echo "usage: accept-api.sh [--release]" >&2; exit 2 ;;
esac

# What the analyzer finds in one project, with the texts as they lie there: RULE is RS0016 (not in the texts) or RS0017 (in them only).
found() { # LOG RULE PROJECT
  sed -nE "\\#/$3\.csproj#s/^.* warning $2: Symbol '(.*)' is (not )?part of the (declared|public) .*\$/\1/p" "$1" | LC_ALL=C sort -u
}

# Shippable, and no tool.
libraries=$(grep -l '<IsShippable>true' src/*/*.csproj | xargs grep -L '<PackAsTool>true' | xargs -n 1 basename -s .csproj)
for library in $libraries; do
  [ -z "$release" ] && [ -e "src/$library/PublicAPI.Shipped.txt" ] || echo '#nullable enable' > "src/$library/PublicAPI.Shipped.txt"
  echo '#nullable enable' > "src/$library/PublicAPI.Unshipped.txt"
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for library in $libraries; do
  # Errors of other rules are no matter here; a build with all of them follows.
  dotnet build "src/$library" -c Release -nologo -v quiet -tl:off -clp:NoSummary -p:TreatWarningsAsErrors=false -p:EnforceCodeStyleInBuild=false -p:EnableNETAnalyzers=false >> "$log" || { cat "$log"; exit 1; }
done

for library in $libraries; do
  text=PublicAPI.Unshipped.txt
  [ -z "$release" ] || text=PublicAPI.Shipped.txt
  { found "$log" RS0016 "$library"; found "$log" RS0017 "$library" | sed 's/^/*REMOVED*/'; } >> "src/$library/$text"
  echo "src/$library/$text: $(($(wc -l < "src/$library/$text") - 1))"
done
