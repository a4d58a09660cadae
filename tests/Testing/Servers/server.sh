#!/usr/bin/env bash
# A private server for tests, from this machine's binaries or, where they are missing, from Docker.
#
#   server.sh postgres|rabbitmq DIR [PORT [durable]]
#
# Stays in the foreground and prints "ready PORT [MANAGEMENT_PORT]" once connections are taken.
# A line on standard input ends it: "stop" keeps the data, "kill" does so by SIGKILL.
# The end of standard input, which comes in any case when the caller dies, ends it and removes DIR.
set -u
trap : INT TERM HUP
kind=$1 dir=$2 port=${3:-0} durable=${4:-}
container="risk-test-$(basename "$dir")"

fail() { echo "server.sh: $*" >&2; exit 1; }

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Below the range that Linux hands out by itself, so that nobody is given the port between choice and use.
free_port() {
  local candidate
  for _ in {1..100}; do
    candidate=$((20000 + RANDOM % 12000))
    taken "$candidate" || { echo "$candidate"; return; }
  done
  fail "no free port"
}

have_docker() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

start_postgres() {
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null)" 2>/dev/null)
  [ -x "$bin/initdb" ] || { start_container postgres; return; }
  local as=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir" || fail "Postgres refuses to run as root and there is no user postgres"
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  fi
  cd "$dir" || fail "cannot enter $dir"
  if [ ! -f "$dir/data/PG_VERSION" ]; then
    "${as[@]}" "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --no-locale --no-sync \
      >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
  fi
  "${as[@]}" "$bin/postgres" -D "$dir/data" -p "$port" "${postgres_settings[@]}" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= >>"$dir/server.log" 2>&1 </dev/null &
  child=$!
}

start_rabbitmq() {
  local program=/usr/lib/rabbitmq/bin/rabbitmq-server
  [ -x "$program" ] || program=$(command -v rabbitmq-server 2>/dev/null)
  [ -n "$program" ] || { start_container rabbitmq; return; }
  cat >"$dir/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$port
management.tcp.ip = 127.0.0.1
management.tcp.port = $management_port
log.console = false
CONF
  echo '[rabbitmq_management].' >"$dir/enabled_plugins"
  # Its own port mapper, so that this one can be ended with the server and nobody else's is touched.
  [ -s "$dir/epmd_port" ] || free_port >"$dir/epmd_port"
  [ -s "$dir/dist_port" ] || free_port >"$dir/dist_port"
  ERL_EPMD_PORT=$(cat "$dir/epmd_port")
  export ERL_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 HOME=$dir
  # "Under systemd" the script becomes the server instead of standing around it, so that signals arrive.
  RUNNING_UNDER_SYSTEMD=1 RABBITMQ_NODENAME="risk$port@localhost" RABBITMQ_DIST_PORT=$(cat "$dir/dist_port") \
    RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins" \
    RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_LOG_BASE="$dir/log" RABBITMQ_PID_FILE="$dir/pid" \
    "$program" >>"$dir/server.log" 2>&1 </dev/null &
  child=$!
}

start_container() {
  have_docker || fail "neither the binaries of $kind nor a running Docker engine were found"
  if docker inspect "$container" >/dev/null 2>&1; then
    docker start "$container" >/dev/null
  elif [ "$1" = postgres ]; then
    docker run -d --name "$container" -p "127.0.0.1:$port:5432" -e POSTGRES_HOST_AUTH_METHOD=trust \
      postgres:17 "${postgres_settings[@]}" >/dev/null
  else
    docker run -d --name "$container" -p "127.0.0.1:$port:5672" -p "127.0.0.1:$management_port:15672" \
      rabbitmq:4-management >/dev/null
  fi || fail "docker could not start $kind"
  child=
}

alive() {
  if [ -n "$child" ]; then kill -0 "$child" 2>/dev/null
  else [ "$(docker inspect -f '{{.State.Running}}' "$container" 2>/dev/null)" = true ]; fi
}

accepting() {
  case $kind in
    postgres)
      if [ -n "$child" ]; then "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"
      else docker exec "$container" pg_isready -q -h 127.0.0.1; fi ;;
    rabbitmq) taken "$port" && taken "$management_port" ;;
  esac
}

# SIGINT is Postgres's fast shutdown, SIGTERM RabbitMQ's orderly one.
end() {
  if [ -z "$child" ]; then
    case $1 in
      stop) docker stop "$container" ;;
      kill) docker kill "$container" ;;
      remove) docker rm -f -v "$container" ;;
    esac >/dev/null 2>&1
  else
    case "$1 $kind" in
      "stop rabbitmq") kill -TERM "$child" ;;
      *" rabbitmq" | "kill "*) kill -KILL "$child" ;;
      *" postgres") kill -INT "$child" ;;
    esac 2>/dev/null
    while kill -0 "$child"; do wait "$child"; done 2>/dev/null
    [ "$kind" = rabbitmq ] && epmd -kill >/dev/null 2>&1
  fi
  # The server's children notice its death by themselves; removal must not race with them.
  [ "$1" = remove ] || return 0
  cd / && for _ in {1..20}; do rm -rf "$dir" 2>/dev/null && break; sleep 0.1; done
}

postgres_settings=(-c max_connections=500 -c shared_buffers=128MB -c autovacuum_naptime=10s -c jit=off)
[ -n "$durable" ] || postgres_settings+=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)

mkdir -p "$dir" || fail "cannot make $dir"
[ "$port" != 0 ] || port=$(free_port)
if [ "$kind" = rabbitmq ]; then
  [ -s "$dir/management_port" ] || free_port >"$dir/management_port"
  management_port=$(cat "$dir/management_port")
fi
"start_$kind"
for _ in {1..600}; do
  accepting && { echo "ready $port ${management_port:-}"; break; }
  alive || { tail -n 20 "$dir/server.log" >&2; end remove; fail "$kind ended while starting"; }
  sleep 0.1
done
accepting || { tail -n 20 "$dir/server.log" >&2; end remove; fail "$kind was not ready within 60 s"; }
until read -r order; do
  # Interrupted by a signal (above 128) is not the end of the input.
  [ "${PIPESTATUS[0]}" -gt 128 ] || { order=remove; break; }
done
end "$order"
