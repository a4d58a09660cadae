#!/usr/bin/env bash
# Checks the contracts: buf lint, buf breaking against the committed baseline, and the AsyncAPI document of the events.
#
#   bash contracts/check.sh            all checks; ends with "N passed, N failed"
#   bash contracts/check.sh --accept   makes the contracts as they are the new baseline
set -u
cd "$(dirname "$0")" || exit 1
. ../deploy/prerequisites.sh
need node || exit 1
npm_ci . || exit 1
buf=node_modules/.bin/buf

if [ "${1:-}" = --accept ]; then
  # The image without source positions: they change with every comment.
  exec "$buf" build --exclude-source-info -o baseline.binpb
fi

passed=0 failed=0
check() {
  local name=$1
  shift
  if "$@"; then echo "passed: $name"; passed=$((passed + 1))
  else echo "FAILED: $name"; failed=$((failed + 1)); fi
}
check "buf lint" "$buf" lint
check "buf breaking (baseline.binpb; a wanted change: bash contracts/check.sh --accept)" \
  "$buf" breaking --against baseline.binpb
check "asyncapi.json follows AsyncAPI 3, and its examples their schemas" node check-events.mjs
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
