# Sourced by run.sh: the suite as containers, one per service, from docker-compose.yml.

readonly COMPOSE_PORT_DEFAULT=8443 COMPOSE_READY_SECONDS_MAX=300 CONNECTIONS_MAX=240

# Each data folder has containers, volumes and secrets of its own.
compose_project() {
  if [ "$data" = "$root/.data" ]; then echo risk
  else echo "risk-$(printf %s "$data" | cksum | cut -d' ' -f1)"; fi
}

compose() {
  if docker compose version >/dev/null 2>&1; then set -- docker compose -p "$(compose_project)" "$@"
  else set -- docker-compose -p "$(compose_project)" "$@"; fi
  # All instances together stay below what Postgres accepts, with room for the owner's and for operators' own.
  RISK_SECRETS=$secrets RISK_PORT=$port RISK_CONNECTIONS=$((CONNECTIONS_MAX / 4 / scale > 20 ? 20 : CONNECTIONS_MAX / 4 / scale)) "$@"
}

has_compose() { docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; }

# Ids of the containers of one service, or of all of them.
containers() {
  docker ps -q --filter "label=com.docker.compose.project=$(compose_project)" \
    ${1:+--filter "label=com.docker.compose.service=$1"}
}

random_secret() { head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_' | tr -d '='; }

# secret NAME COMMAND... : keeps what the command prints, unless there is such a secret already.
secret() {
  local file=$secrets/$1
  shift
  [ -s "$file" ] && return 0
  "$@" >"$file.new" && mv "$file.new" "$file" || { say "Could not make $file"; exit 1; }
}

# Services recognise the administrator's key by this, and do not hold it.
hash_of() { printf 'sha256:%s\n' "$(printf %s "$(cat "$secrets/$1")" | sha256sum | cut -d' ' -f1)"; }

signing_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null; }

self_signed() {
  openssl req -x509 -new -key "$secrets/proxy_key" -days 825 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,DNS:proxy,IP:127.0.0.1' -addext 'extendedKeyUsage=serverAuth' 2>/dev/null
}

# The folder is its owner's alone; the files in it are readable, because compose shows them to containers as they are,
# and those run as other users.
make_secrets() {
  local service
  if [ ! -s "$secrets/postgres_password" ] &&
    docker volume inspect "$(compose_project)_postgres" >/dev/null 2>&1; then
    say "There is a database of an earlier suite, but its secrets are no longer in $secrets."
    say "Put them back, or give up its data: docker volume rm $(compose_project)_postgres $(compose_project)_rabbitmq"
    exit 1
  fi
  mkdir -p "$secrets" && chmod 700 "$secrets" || exit 1
  for service in intake scoring monitoring alerting; do
    secret "${service}_owner_password" random_secret
    secret "${service}_password" random_secret
    secret "${service}_audit_key" signing_key
  done
  secret postgres_password random_secret
  secret broker_password random_secret
  secret webhooks_key bash -c 'head -c 32 /dev/urandom | base64 -w 0'
  secret broker_user printf 'default_user = risk\ndefault_pass = %s\n' "$(cat "$secrets/broker_password")"
  secret bootstrap_key printf 'rk_bootstrap_%s\n' "$(random_secret)"
  secret bootstrap_key_hash hash_of bootstrap_key
  secret service_key printf 'rk_service_%s\n' "$(random_secret)"
  secret proxy_key signing_key
  secret proxy_certificate self_signed
  chmod 444 "$secrets"/*
}

# Every container of every service says that it is healthy.
await_healthy() {
  local i states
  for ((i = 0; i < COMPOSE_READY_SECONDS_MAX; i++)); do
    states=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Health.Status}}' \
      $(containers) 2>/dev/null)
    [ -n "$states" ] && ! grep -qv ' healthy$' <<<"$states" && return 0
    sleep 1
  done
  say "These have not become healthy within $COMPOSE_READY_SECONDS_MAX s:"
  grep -v ' healthy$' <<<"$states" >&2
  say "See: docker logs CONTAINER"
  exit 1
}

start_compose() {
  local service scales=() others
  others=$(docker ps -a --filter "label=com.docker.compose.project=$(compose_project)" \
    --format '{{.Label "com.docker.compose.project.working_dir"}}' | grep -vxF "$root" | sort -u)
  [ -z "$others" ] || { say "A suite of $others has the name $(compose_project); stop it there, or use --data."; exit 1; }
  for service in intake scoring monitoring alerting; do scales+=(--scale "$service=$scale"); done
  make_secrets
  echo "Building the images ..."
  compose --profile job build >"$data/compose-build.log" 2>&1 ||
    { tail -n 20 "$data/compose-build.log" >&2; say "The build failed; see $data/compose-build.log"; exit 1; }
  echo "Starting the suite on port $port, data in the volumes of $(compose_project), secrets in $secrets ..."
  compose up -d "${scales[@]}" >"$data/compose-up.log" 2>&1 ||
    { tail -n 20 "$data/compose-up.log" >&2; say "The start failed; see $data/compose-up.log"; exit 1; }
  await_healthy
  echo "$port" >"$data/compose.port"
}

# The main job as a container beside the proxy, so that the machine needs nothing but Docker.
run_job() {
  local arguments=(--address https://proxy:8443 --key-file /run/secrets/bootstrap_key --receiver http://job:8090)
  local mounts=() name status
  local written='' out
  out=$(mktemp -d) && chmod 777 "$out"
  set -- "${job[@]}"
  while [ $# -gt 0 ]; do
    case $1:$([ -f "$2" ] && echo file) in
      --import:file | --mapping:file)
        name=/job/${#mounts[@]}-$(basename "$2")
        mounts+=(-v "$2:$name:ro")
        arguments+=("$1" "$name") ;;
      --json:*) written=$2; mounts+=(-v "$out:/job/out"); arguments+=(--json /job/out/tables.json) ;;
      *) arguments+=("$1" "$2") ;;
    esac
    shift 2
  done
  [ -t 1 ] || mounts+=(-T)
  compose --profile job run --rm --no-deps --use-aliases "${mounts[@]}" job "${arguments[@]}" </dev/null
  status=$?
  [ -z "$written" ] || cp "$out/tables.json" "$written"
  rm -rf "$out"
  return $status
}

say_where_compose() {
  cat <<WHERE

The suite is running in containers:
  address   https://localhost:$port   (REST and gRPC; description at /openapi/v1.json)
  trust     $secrets/proxy_certificate
  key       in $secrets/bootstrap_key   (every role; send it as: Authorization: Bearer KEY)
  log       docker logs CONTAINER, one JSON object a line; containers: docker ps --filter label=com.docker.compose.project=$(compose_project)
  try       curl --cacert $secrets/proxy_certificate -H "Authorization: Bearer \$(cat $secrets/bootstrap_key)" https://localhost:$port/v1/holds
  stop      bash deploy/run.sh --exit$([ "$data" = "$root/.data" ] || echo " --data $data")
WHERE
}

# 1 when there is nothing to stop.
stop_compose() {
  [ -d "$secrets" ] && [ -n "$(docker ps -aq --filter "label=com.docker.compose.project=$(compose_project)")" ] || return 1
  compose --profile job down --remove-orphans >"$data/compose-down.log" 2>&1 ||
    { say "The containers have not stopped; see $data/compose-down.log"; exit 1; }
  rm -f "$data/compose.port"
  echo "The suite's containers have stopped. Its data stays in the volumes of $(compose_project)."
}

run_compose() {
  local status
  has docker || { say "--compose needs a Docker engine that runs."; exit 1; }
  has_compose || { say "--compose needs Docker Compose: https://docs.docker.com/compose/install/"; exit 1; }
  need openssl || exit 1
  mkdir -p "$data" || exit 1
  if [ -n "$(containers proxy)" ] && [ -s "$data/compose.port" ]; then port=$(cat "$data/compose.port")
  else choose_port $COMPOSE_PORT_DEFAULT; fi
  start_compose
  run_job
  status=$?
  say_where_compose
  exit $status
}
