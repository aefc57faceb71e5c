#!/usr/bin/env bash
# Makes the pictures of README.md and docs/ anew: a built-in scene explained by the built-in network, and our own drawing explained by an ImageNet network.
#   eng/figures.sh squeezenet1.1.onnx imagenet-classes.txt
set -euo pipefail
if [ $# -ne 2 ]; then echo "usage: eng/figures.sh MODEL.onnx LABELS.txt" >&2; exit 2; fi
model=$(realpath "$1") labels=$(realpath "$2")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet run -c Release samples/scene.cs -- "$work/clock.png"
dotnet build src/Salience.Cli -c Release -v quiet
salience() { dotnet run -c Release --no-build --project src/Salience.Cli -- "$@"; }
salience explain --out "$work/builtin" >/dev/null
salience explain "$work/clock.png" --model "$model" --labels "$labels" --normalize imagenet --panel --out "$work/explain"
salience decompose "$work/clock.png" --model "$model" --labels "$labels" --normalize imagenet --layers --out "$work/layers" >/dev/null
mkdir -p docs/images
cp "$work"/builtin/digit-7.fullgrad.*.png docs/images/builtin.png
cp "$work"/explain/*.png docs/images/explain.png
cp "$work"/layers/*.layers.*.png docs/images/layers.png
