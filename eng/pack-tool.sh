#!/usr/bin/env bash
# Packs the dotnet tool for every platform: one package a platform with its native libraries, and the package
# 'salience-tool' that points to them, so that 'dotnet tool install salience-tool' takes the right one.
#   eng/pack-tool.sh [OUTPUT_FOLDER [PLATFORM…]]
set -euo pipefail
cd "$(dirname "$0")/.."
output=${1:-artifacts/package/tool}
platforms=("${@:2}")
[ "${#platforms[@]}" -gt 0 ] || platforms=(linux-x64 win-x64 osx-arm64)
# Each platform restores its own native packages, so each has its own build folder.
for platform in "${platforms[@]}"; do
    dotnet pack src/Salience.Cli -c Release -r "$platform" -p:PackEveryPlatform=true \
        --artifacts-path "artifacts/pack/$platform" -o "$output" -v quiet
done
dotnet pack src/Salience.Cli -c Release -p:UseCurrentRuntimeIdentifier=false -p:PackEveryPlatform=true \
    -p:CreateRidSpecificToolPackages=false --artifacts-path artifacts/pack/pointer -o "$output" -v quiet
ls -l "$output"
