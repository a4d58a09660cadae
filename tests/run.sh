#!/usr/bin/env bash
# Builds the solution and runs every test on a Postgres and a RabbitMQ of its own.
#
#   bash tests/run.sh [--project NAME]... [--filter EXPRESSION] [--no-build]
#
#   --project NAME   only the tests of tests/NAME (repeatable)
#   --filter EXPR    passed to dotnet test, such as FullyQualifiedName~CheckOrder
#   --no-build       runs what was built last
#
# Ends with the line "N passed, N failed". RISK_TEST_POSTGRES and RISK_TEST_RABBITMQ name servers to use instead.
set -u
cd "$(dirname "$0")/.." || exit 1
. deploy/prerequisites.sh

projects=() filter=() build=yes
while [ $# -gt 0 ]; do
  case $1 in
    --project) projects+=("tests/${2:?--project needs a name}"); shift 2 ;;
    --filter) filter=(--filter "${2:?--filter needs an expression}"); shift 2 ;;
    --no-build) build=; shift ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//;/^set/d;p}' "$0"; exit 0 ;;
    *) say "Unknown option $1; see bash tests/run.sh --help"; exit 2 ;;
  esac
done
[ ${#projects[@]} -gt 0 ] || projects=(tests/*/)

need dotnet || exit 1
[ -n "${RISK_TEST_POSTGRES:-}" ] || need postgres || has docker || exit 1
[ -n "${RISK_TEST_RABBITMQ:-}" ] || need rabbitmq || has docker || exit 1
case " ${projects[*]} " in
  *" tests/Grpc"*) need grpcio node && npm_ci tests/Grpc/Clients || exit 1 ;;
esac
case " ${projects[*]} " in
  *" tests/EndToEnd"*) need node && npm_ci tests/EndToEnd/Clients || exit 1 ;;
esac
case " ${projects[*]} " in
  *" tests/Alerting"*) need node && npm_ci tests/Alerting/Receivers || exit 1 ;;
esac

results=TestResults/run
rm -rf "$results" && mkdir -p "$results"
scratch=$(mktemp -d)

# The servers live as long as the write ends of their standard input: until this script ends, however it ends.
# What is started below must not inherit those ends.
exec 7>/dev/null 8>/dev/null
cleanup() {
  exec 7>&- 8>&-
  wait "${servers[@]}" 2>/dev/null
  rm -rf "$scratch"
}
servers=()
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

await_ready() {
  local i
  for ((i = 0; i < 900; i++)); do
    [ -s "$scratch/$1.ready" ] && return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  say "$1 did not start: $(cat "$scratch/$1.errors")"
  exit 1
}

if [ -z "${RISK_TEST_POSTGRES:-}" ]; then
  exec 7> >(exec bash tests/Testing/Servers/server.sh postgres "$(mktemp -d -t risk-postgres-XXXXXX)" \
    >"$scratch/postgres.ready" 2>"$scratch/postgres.errors" 8>&-)
  servers+=($!)
  await_ready postgres $!
  read -r _ port _ <"$scratch/postgres.ready"
  export RISK_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
fi
if [ -z "${RISK_TEST_RABBITMQ:-}" ]; then
  exec 8> >(exec bash tests/Testing/Servers/server.sh rabbitmq "$(mktemp -d -t risk-rabbitmq-XXXXXX)" \
    >"$scratch/rabbitmq.ready" 2>"$scratch/rabbitmq.errors" 7>&-)
  servers+=($!)
  await_ready rabbitmq $!
  read -r _ port management <"$scratch/rabbitmq.ready"
  export RISK_TEST_RABBITMQ="amqp://guest:guest@127.0.0.1:$port http://127.0.0.1:$management"
fi

if [ -n "$build" ]; then
  dotnet build Risk.sln --nologo -v q -clp:NoSummary </dev/null 7>&- 8>&- || { echo "0 passed, 1 failed"; exit 1; }
fi

passed=0 failed=0 skipped=0
run_project() {
  local name=$1 assembly trx counts total good ran
  assembly="tests/$name/bin/Debug/net10.0/Risk.$name.Tests.dll"
  trx="$results/$name.trx"
  echo "== $name"
  dotnet test "$assembly" "${filter[@]}" --nologo --logger "trx;LogFileName=$PWD/$trx" \
    --blame-hang-timeout 10min --blame-hang-dump-type none --results-directory "$results" \
    </dev/null 7>&- 8>&- 2>&1 | grep -v -e '^Results File:' -e '^Attachments:' -e '^ *$' -e 'Sequence_.*xml$' \
    -e '^The active test run' -e '^A total of' -e '^Starting test'
  local status=${PIPESTATUS[0]}
  counts=$(grep -o -m 1 '<Counters [^>]*' "$trx" 2>/dev/null)
  total=$(sed -n 's/.* total="\([0-9]*\)".*/\1/p' <<<"$counts")
  good=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counts")
  ran=$(sed -n 's/.* executed="\([0-9]*\)".*/\1/p' <<<"$counts")
  passed=$((passed + ${good:-0})) failed=$((failed + ${ran:-0} - ${good:-0}))
  skipped=$((skipped + ${total:-0} - ${ran:-0}))
  # A crash of the test process, or no tests at all where none were filtered out.
  if [ "$status" != 0 ] && [ "${ran:-0}" = "${good:-0}" ] || { [ -z "$counts" ] && [ ${#filter[@]} = 0 ]; }; then
    echo "FAILED: tests/$name ended with status $status and no account of its tests"
    failed=$((failed + 1))
  fi
}

for project in "${projects[@]}"; do
  name=$(basename "$project")
  [ -f "tests/$name/Risk.$name.Tests.csproj" ] || { [ -d "tests/$name" ] && continue; say "no tests/$name"; exit 2; }
  run_project "$name"
done

[ "$skipped" = 0 ] || echo "$skipped skipped: what they need is not on this machine; each says what it is"
[ $((passed + failed)) -gt 0 ] || { say "No test ran."; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
