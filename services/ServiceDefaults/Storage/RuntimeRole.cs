using Npgsql;

namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// The role that serves requests. It may read and write the rows of its own schema, only add to the audit and the event
/// log, and change no table's shape.
/// </summary>
internal sealed class RuntimeRole(string connection, string schema)
{
    /// <summary>Tables to which rows are only added, with the months of the log, which are tables too.</summary>
    private const string OnlyAddedTo = "'^(audit_|outbox(_numbers)?(_\\d+)?$)'";

    private readonly NpgsqlConnectionStringBuilder text = new(connection);

    public async Task EnsureAsync(NpgsqlConnection owner, bool schemaChanged, CancellationToken cancellation)
    {
        if (!await CanLogInAsync(cancellation))
            await CreateAsync(owner, cancellation);
        var role = text.Username!;
        var asGranted = await owner.ReadAsync<bool>(
            $"""
            SELECT has_schema_privilege($1, $2, 'USAGE') AND NOT EXISTS (
                SELECT FROM pg_tables WHERE schemaname = $2 AND tablename ~ {OnlyAddedTo}
                    AND has_table_privilege($1, format('%I.%I', schemaname, tablename), 'UPDATE, DELETE'))
            """, cancellation, role, schema);
        if (schemaChanged || !asGranted)
            await GrantAsync(owner, cancellation);
    }

    private async Task<bool> CanLogInAsync(CancellationToken cancellation)
    {
        var once = new NpgsqlConnectionStringBuilder(text.ConnectionString) { Pooling = false, Timeout = 5 };
        await using var source = new NpgsqlDataSourceBuilder(once.ConnectionString) { Name = schema + "-once" }.Build();
        await using var tried = source.CreateConnection();
        try
        {
            await tried.OpenAsync(cancellation);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
    }

    private async Task CreateAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        var exists = await owner.ReadAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", cancellation, text.Username!);
        var verb = exists ? "ALTER" : "CREATE";
        var statement = await owner.ReadAsync<string>(
            $"SELECT format('{verb} ROLE %I LOGIN PASSWORD %L', $1, $2)",
            cancellation, text.Username!, text.Password ?? "");
        try
        {
            await owner.RunAsync(statement!, cancellation);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateObject
            or PostgresErrorCodes.UniqueViolation)
        {
            // Roles belong to the whole server: the service was set up in another of its databases at the same moment.
        }
    }

    private async Task GrantAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        const string Sql = $"""
            SELECT format($f$
                REVOKE ALL ON SCHEMA %2$I FROM PUBLIC;
                GRANT USAGE ON SCHEMA %2$I TO %1$I;
                REVOKE ALL ON ALL TABLES IN SCHEMA %2$I FROM %1$I;
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %2$I TO %1$I;
                GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %2$I TO %1$I;
                REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM %1$I;
                $f$, $1, $2)
                || coalesce(string_agg(format('REVOKE UPDATE, DELETE ON %1$I FROM %2$I;', tablename, $1), ' '), '')
            FROM pg_tables WHERE schemaname = $2 AND tablename ~ {OnlyAddedTo}
            """;
        var statements = await owner.ReadAsync<string>(Sql, cancellation, text.Username!, schema);
        await owner.RunAsync(statements!, cancellation);
    }
}
