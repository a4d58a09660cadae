#!/usr/bin/env bash
# Starts the whole suite in one process, imports a portfolio through its API, scores it, checks orders and prints
# what came out. The suite stays running; the last lines say where, and with which key. With --compose it runs as
# containers instead, one per service, on RabbitMQ and a Postgres server behind a reverse proxy.
#
#   bash deploy/run.sh [--data DIR] [--port N] [--import FILE --mapping FILE]... [--as-of DATE]
#                      [--companies N] [--json FILE]
#   bash deploy/run.sh --compose [--scale N] [the same options]
#   bash deploy/run.sh --exit [--data DIR]
#
#   --data DIR       keeps database, key and log there (default .data in the repository)
#   --port N         listens there (default 8080, or 8443 with --compose, or the next free port when that is taken)
#   --import FILE    imports this CSV or XLSX file instead of the made-up portfolio of 1,000 companies
#   --mapping FILE   how to read it: a mapping file, or the name of a shipped one such as highradius-open
#   --as-of DATE     judges exposure and ageing on this day (default today)
#   --companies N    makes up so many companies instead of 1,000
#   --json FILE      also writes the tables as JSON
#   --compose        as containers, see docker-compose.yml
#   --scale N        with --compose: so many containers of every service (default 1)
#   --exit           stops the suite; its data stays
set -u
here=$PWD
cd "$(dirname "$0")/.." || exit 1
root=$PWD
. deploy/prerequisites.sh
. deploy/compose.sh

readonly PORT_DEFAULT=8080 READY_SECONDS_MAX=90 STOP_SECONDS_MAX=40 CONTAINER=risk-suite

data=$root/.data port='' stop='' as_containers='' scale=1 job=()
absolute() { case $1 in /*) echo "$1" ;; *) echo "$here/$1" ;; esac; }
value() { [ $# -ge 2 ] || { say "$1 needs a value; see bash deploy/run.sh --help"; exit 2; }; }
while [ $# -gt 0 ]; do
  case $1 in
    --data) value "$@"; data=$(absolute "$2"); shift 2 ;;
    --port) value "$@"; port=$2; shift 2 ;;
    --import)
      value "$@"
      [ -f "$(absolute "$2")" ] || { say "--import: there is no file $2"; exit 2; }
      job+=("$1" "$(absolute "$2")"); shift 2 ;;
    --mapping)
      value "$@"
      if [ -f "$(absolute "$2")" ]; then job+=("$1" "$(absolute "$2")"); else job+=("$1" "$2"); fi
      shift 2 ;;
    --json) value "$@"; job+=(--json "$(absolute "$2")"); shift 2 ;;
    --as-of | --companies) value "$@"; job+=("$1" "$2"); shift 2 ;;
    --compose) as_containers=yes; shift ;;
    --scale)
      value "$@"
      [[ $2 =~ ^[1-9]$ ]] || { say "--scale: '$2' is not a number from 1 to 9"; exit 2; }
      scale=$2; shift 2 ;;
    --exit) stop=yes; shift ;;
    -h | --help) sed -n '2,/^set/{s/^# \{0,1\}//;/^set/d;p}' "$0"; exit 0 ;;
    *) say "Unknown option $1; see bash deploy/run.sh --help"; exit 2 ;;
  esac
done
[ -n "$as_containers" ] || [ "$scale" = 1 ] || { say "--scale goes with --compose"; exit 2; }
pid_file=$data/suite.pid port_file=$data/suite.port log=$data/suite.log key_file=$data/bootstrap.key
secrets=$data/compose receiver_file=$data/receiver.port

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# get_ready PORT : whether the suite there says that it is ready. Without curl, which a bare machine may not have.
get_ready() {
  local status=
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r -t 5 status <&3
  exec 3>&-
  [[ $status == *" 200 "* ]]
}

# The pid of the suite that runs on this data, if one does: a number may have passed to another program since.
running() {
  local pid
  [ -s "$pid_file" ] && pid=$(cat "$pid_file") && kill -0 "$pid" 2>/dev/null || return 1
  [ ! -r "/proc/$pid/cmdline" ] || grep -q Risk.Standalone "/proc/$pid/cmdline" || return 1
  echo "$pid"
}

stop_suite() {
  local pid i
  if pid=$(running); then
    kill -TERM "$pid"
    for ((i = 0; i < STOP_SECONDS_MAX * 10; i++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -0 "$pid" 2>/dev/null &&
      { say "The suite (process $pid) has not stopped within $STOP_SECONDS_MAX s; see $log"; return 1; }
    rm -f "$pid_file" "$port_file" "$receiver_file"
    echo "The suite has stopped. Its data stays in $data."
    return 0
  fi
  rm -f "$pid_file" "$port_file" "$receiver_file"
  if has docker && stop_compose; then
    return 0
  elif has docker && docker inspect "$CONTAINER" >/dev/null 2>&1; then
    docker rm -f -v "$CONTAINER" >/dev/null && echo "The suite's container has been removed."
  else
    echo "No suite is running on $data."
  fi
}

choose_port() {
  if [ -n "$port" ]; then
    [[ $port =~ ^[0-9]{1,5}$ ]] || { say "--port: '$port' is not a port"; exit 2; }
    taken "$port" && { say "Port $port is taken; name another with --port."; exit 1; }
    return
  fi
  local first=$1
  for ((port = first; port < first + 20; port++)); do
    taken "$port" || return 0
  done
  say "The ports $first to $((port - 1)) are taken; name a free one with --port."
  exit 1
}

build() {
  local output
  echo "Building ..."
  for project in deploy/Standalone deploy/MainJob; do
    output=$(dotnet build "$project" -c Release --nologo -v q </dev/null 2>&1) ||
      { printf '%s\n' "$output" | grep -E 'error|warn' | sort -u | head -n 20 >&2; say "The build failed."; exit 1; }
  done
}

start_suite() {
  local i pid
  choose_port $PORT_DEFAULT
  mkdir -p "$data" || exit 1
  echo "Starting the suite on port $port, data in $data ..."
  for ((receiver = port + 1000; receiver < 65000; receiver++)); do taken "$receiver" || break; done
  # In a session of its own, so that it outlives this script and the terminal. The main job receives webhooks at one
  # port of this machine; other private targets stay refused.
  setsid dotnet deploy/Standalone/bin/Release/net10.0/Risk.Standalone.dll \
    --Standalone:Data="$data" --Http:Port="$port" \
    --Webhooks:TrustedTargets="127.0.0.1:$receiver" >>"$log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$pid_file"
  echo "$port" >"$port_file"
  echo "$receiver" >"$receiver_file"
  for ((i = 0; i < READY_SECONDS_MAX * 10; i++)); do
    get_ready "$port" && return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  say "The suite has not become ready. The end of $log:"
  tail -n 20 "$log" >&2
  kill -TERM "$pid" 2>/dev/null
  rm -f "$pid_file" "$port_file" "$receiver_file"
  exit 1
}

say_where() {
  cat <<WHERE

The suite is running:
  address   http://127.0.0.1:$port   (REST and gRPC; description at /openapi/v1.json)
  key       in $key_file   (every role; send it as: Authorization: Bearer KEY)
  log       $log
  try       curl -H "Authorization: Bearer \$(cat $key_file)" http://127.0.0.1:$port/v1/holds
  stop      bash deploy/run.sh --exit$([ "$data" = "$root/.data" ] || echo " --data $data")
WHERE
}

# Where neither .NET nor Postgres can be had but Docker runs: this script again, inside the image of the SDK.
run_in_container() {
  local arguments=() name written=
  choose_port $PORT_DEFAULT
  docker rm -f -v "$CONTAINER" >/dev/null 2>&1
  echo "Running in a container, as .NET or Postgres cannot be installed here ..."
  docker run -d --name "$CONTAINER" -p "127.0.0.1:$port:$port" -w /src \
    mcr.microsoft.com/dotnet/sdk:10.0 sleep infinity >/dev/null || exit 1
  tar -c --exclude=.git --exclude=.data --exclude=bin --exclude=obj --exclude=node_modules . |
    docker exec -i "$CONTAINER" tar -x -C /src || exit 1
  set -- "${job[@]}"
  while [ $# -gt 0 ]; do
    case $1:$([ -f "$2" ] && echo file) in
      --import:file | --mapping:file)
        name=/tmp/${#arguments[@]}-$(basename "$2")
        docker cp "$2" "$CONTAINER:$name" >/dev/null || exit 1
        arguments+=("$1" "$name") ;;
      --json:*) written=$2; arguments+=(--json /tmp/tables.json) ;;
      *) arguments+=("$1" "$2") ;;
    esac
    shift 2
  done
  docker exec "$CONTAINER" env RISK__Http__Address=0.0.0.0 \
    bash deploy/run.sh --data /data --port "$port" "${arguments[@]}" || exit 1
  [ -z "$written" ] || docker cp "$CONTAINER:/tmp/tables.json" "$written" >/dev/null || exit 1
  echo "All of this is in the container $CONTAINER; stop it here with: bash deploy/run.sh --exit"
}

[ -z "$stop" ] || { stop_suite; exit; }
[ -z "$as_containers" ] || run_compose

if running >/dev/null; then
  port=$(cat "$port_file")
  get_ready "$port" || { say "The suite on $data runs but is not ready; see $log, or stop it with --exit."; exit 1; }
  [ ${#job[@]} -gt 0 ] || { say_where; exit 0; }
else
  if ! need dotnet postgres; then
    has docker || { say "Or start a Docker engine, and this script will use that."; exit 1; }
    run_in_container
    exit
  fi
  build
  start_suite
fi

dotnet deploy/MainJob/bin/Release/net10.0/Risk.MainJob.dll \
  --address "http://127.0.0.1:$port" --key-file "$key_file" --receiver "http://127.0.0.1:$(cat "$receiver_file")" \
  "${job[@]}" </dev/null
status=$?
say_where
exit $status
