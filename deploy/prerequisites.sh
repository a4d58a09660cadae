# Sourced by the newcomer's commands: makes sure that the programs they need are there.
# Installs with apt where that is possible, else says exactly what to install and how.

say() { printf '%s\n' "$*" >&2; }

has() {
  case $1 in
    dotnet) dotnet --list-sdks 2>/dev/null | grep -q '^10\.' ;;
    postgres) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ;;
    rabbitmq) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null ;;
    docker) command -v docker >/dev/null && docker info >/dev/null 2>&1 ;;
    grpcio) /usr/bin/python3 -c 'import grpc' 2>/dev/null ;;
    openssl) command -v openssl >/dev/null ;;
    node) command -v node >/dev/null && command -v npm >/dev/null ;;
  esac
}

debian_packages() {
  case $1 in
    dotnet) echo dotnet-sdk-10.0 ;;
    postgres) echo postgresql ;;
    rabbitmq) echo rabbitmq-server ;;
    grpcio) echo python3 python3-grpcio ;;
    openssl) echo openssl ;;
    node) echo nodejs npm ;;
  esac
}

advice() {
  case $1 in
    dotnet) say "Missing: the .NET SDK 10. Install it from https://dotnet.microsoft.com/download/dotnet/10.0" ;;
    postgres) say "Missing: Postgres 15 or newer. Debian, Ubuntu: sudo apt-get install postgresql;" \
      "macOS: brew install postgresql@17 (and put its bin folder on the PATH); or start a Docker engine." ;;
    rabbitmq) say "Missing: RabbitMQ 3.10 or newer. Debian, Ubuntu: sudo apt-get install rabbitmq-server;" \
      "macOS: brew install rabbitmq; or start a Docker engine." ;;
    grpcio) say "Missing: grpcio for /usr/bin/python3. Debian, Ubuntu: sudo apt-get install python3-grpcio;" \
      "elsewhere: /usr/bin/python3 -m pip install grpcio" ;;
    openssl) say "Missing: openssl. Debian, Ubuntu: sudo apt-get install openssl" ;;
    node) say "Missing: Node 20 with npm. Install it from https://nodejs.org" ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo "$@"
  else return 1; fi
}

# Installs without starting what is installed: the suite and its tests start servers of their own.
apt_install() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
  local policy=/usr/sbin/policy-rc.d made='' log status
  log=$(mktemp)
  say "Installing $* with apt ..."
  if [ ! -e $policy ]; then
    made=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod +x $policy
  fi
  { as_root apt-get update -q &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } \
    >"$log" 2>&1 </dev/null
  status=$?
  [ -z "$made" ] || as_root rm -f $policy
  [ $status = 0 ] || tail -n 5 "$log" >&2
  rm -f "$log"
  return $status
}

# need THING... : 0 when every one of them is there in the end.
need() {
  local thing missing=0
  for thing in "$@"; do
    has "$thing" && continue
    # shellcheck disable=SC2046 # several packages are several words
    apt_install $(debian_packages "$thing") && has "$thing" && continue
    advice "$thing"
    missing=1
  done
  return $missing
}

# npm_ci DIR : brings its node_modules to what its lock file says.
npm_ci() {
  [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return 0
  (cd "$1" && npm ci --silent --no-audit --no-fund </dev/null) || { say "npm ci failed in $1"; return 1; }
}
