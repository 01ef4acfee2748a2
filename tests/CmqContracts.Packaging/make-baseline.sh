#!/usr/bin/env bash
# Makes the baseline with which packing compares the libraries: of each a package with reference assemblies only, which hold the API and
# no code. Run it on the sources of a release, with its version: make-baseline.sh 0.1.0
set -euo pipefail
cd "$(dirname "$0")/../.."

version=${1:?"usage: make-baseline.sh VERSION"}
baseline=tests/CmqContracts.Packaging/Baseline
rm -rf "$baseline"
# Shippable, and no tool.
libraries=$(grep -l '<IsShippable>true' src/*/*.csproj | xargs grep -L '<PackAsTool>true' | xargs -n 1 basename -s .csproj)
for library in $libraries; do
  dotnet pack "src/$library" -c Release -nologo -v quiet -o "$baseline" --artifacts-path artifacts/baseline -p:Version="$version" -p:CmqReferenceOnly=true -p:RunAnalyzers=false \
    -p:EnableSourceControlManagerQueries=false
done
sed -i "s|<CmqBaselineVersion>.*</CmqBaselineVersion>|<CmqBaselineVersion>$version</CmqBaselineVersion>|" Directory.Build.props
ls -l "$baseline"
