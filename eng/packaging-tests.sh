#!/usr/bin/env bash
# Checks that what users install works on this machine: the published folder and the packed dotnet tool both answer
# 'doctor' with exit code 0, from a folder that knows nothing of the repository.
#   eng/packaging-tests.sh [WORK_FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=${1:-$(mktemp -d)}
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work"

check() {
    echo "== $1"
    (cd "$work" && "$2" --version && "$2" doctor)
}

dotnet publish src/Salience.Cli -c Release -o "$work/published" -v quiet
check "published folder" "$work/published/salience"

dotnet pack src/Salience.Cli -c Release -o "$work/packages" -v quiet
ls -l "$work"/packages/*.nupkg
# A feed of its own: an older package of the same version in a cache must not be taken.
cat >"$work/nuget.config" <<CONFIG
<configuration>
  <packageSources><clear /><add key="packed" value="$work/packages" /></packageSources>
  <config><add key="globalPackagesFolder" value="$work/cache" /></config>
</configuration>
CONFIG
dotnet tool install salience-tool --tool-path "$work/tool" --configfile "$work/nuget.config" --version "$(basename "$work"/packages/salience-tool*.nupkg .nupkg | sed -E 's/^salience-tool\.//')"
check "packed tool" "$work/tool/salience"
echo "packaging works"
