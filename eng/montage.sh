#!/usr/bin/env bash
# Explains photographs with two ImageNet networks and composes one picture, one row a network, for a reviewer to look at.
#   eng/montage.sh MONTAGE.png PHOTO…
# Environment: SALIENCE_DATA  folder with models/ and photos/ (default ../shared)
#              SALIENCE_EXPLAIN  further options of 'salience explain', such as '--preset signed'
set -euo pipefail
if [ $# -lt 2 ]; then echo "usage: eng/montage.sh MONTAGE.png PHOTO…" >&2; exit 2; fi
target=$(realpath -m "$1"); shift
photos=(); for photo in "$@"; do photos+=("$(realpath "$photo")"); done
cd "$(dirname "$0")/.."
data=${SALIENCE_DATA:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -ra options <<<"${SALIENCE_EXPLAIN:-}"

dotnet build src/Salience.Cli -c Release -v quiet
explain() {
    dotnet run -c Release --no-build --project src/Salience.Cli -- explain "${photos[@]}" --out "$work/$1" \
        --model "$data/models/$1.onnx" --normalize "$2" --labels "$data/photos/imagenet-synset-words.txt" "${options[@]}"
}
explain squeezenet1.1 imagenet
explain mobilenet_v2 inception
dotnet run -c Release samples/montage.cs -- "$target" "$work"/{squeezenet1.1,mobilenet_v2}/explanations.json
