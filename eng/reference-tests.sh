#!/usr/bin/env bash
# Runs just the comparisons with outside references and ends with the plain line "N passed, N failed".
#   eng/reference-tests.sh golden        values of public implementations   (SALIENCE_GOLDEN: path list)
#   eng/reference-tests.sh conformance   ONNX operator tests                (SALIENCE_CONFORMANCE: path list of zips)
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
    golden) namespace=Salience.Tests.Golden ;;
    conformance) namespace=Salience.Tests.Conformance ;;
    *) echo "usage: eng/reference-tests.sh golden|conformance" >&2; exit 2 ;;
esac
dotnet build test/Salience.Tests -c Release -v quiet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet run -c Release --no-build --project test/Salience.Tests -- -namespace "$namespace" -noColor 2>&1 | tee "$log" || status=$?
summary=$(grep -E 'Total: [0-9]+' "$log" | tail -1)
field() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
if [ -z "$summary" ]; then
    echo "The test run gave no summary." >&2
    exit 1
fi
failed=$(( $(field Failed) + $(field Errors) ))
echo "$(( $(field Total) - failed - $(field Skipped) )) passed, $failed failed"
exit "$status"
