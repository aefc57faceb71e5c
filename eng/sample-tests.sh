#!/usr/bin/env bash
# Runs the samples. The ONNX sample needs a model and a photograph; it is left out, and says so, where the shared data are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
data=${SALIENCE_DATA:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== samples/TorchModule"
dotnet run -c Release --project samples/TorchModule

echo "== samples/OnnxModel"
model=$data/models/squeezenet1.1.onnx
photo=$(find "$data/photos" -iname '*.jp*g' 2>/dev/null | sort | head -n 1 || true)
if [ -f "$model" ] && [ -n "$photo" ]; then
    dotnet run -c Release --project samples/OnnxModel -- "$model" "$photo" "$work/overlay.png"
    test -s "$work/overlay.png"
else
    echo "left out: no $model, or no photograph in $data/photos"
fi
echo "samples work"
