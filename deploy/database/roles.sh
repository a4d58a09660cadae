# Run once by the image of Postgres, when it makes the cluster: two roles and a schema for each service, so that no
# service holds a password with which it could reach another's tables. The first migrates, the second works.
for service in intake scoring monitoring alerting; do
  psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v service="$service" \
    -v owner="risk_${service}_owner" -v owner_password="$(cat "/run/secrets/${service}_owner_password")" \
    -v runtime="risk_$service" -v runtime_password="$(cat "/run/secrets/${service}_password")" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"runtime" LOGIN PASSWORD :'runtime_password';
CREATE SCHEMA :"service" AUTHORIZATION :"owner";
SQL
done
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -c 'REVOKE ALL ON SCHEMA public FROM PUBLIC'
