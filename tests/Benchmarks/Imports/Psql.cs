using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Risk.Benchmarks.Imports;

internal static class Psql
{
    /// <summary>Runs a command of psql, within the schema of the service.</summary>
    public static async Task RunAsync(NpgsqlDataSource database, string command)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var psql = Process.Start(new ProcessStartInfo("psql")
        {
            ArgumentList =
            {
                "-q", "-v", "ON_ERROR_STOP=1", "-h", address.Host!,
                "-p", address.Port.ToString(CultureInfo.InvariantCulture), "-U", address.Username!, "-d",
                    address.Database!, "-c", command,
            },
            Environment = { ["PGOPTIONS"] = "-c search_path=intake", ["PGPASSWORD"] = address.Password ?? "" },
        })!;
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
            throw new InvalidOperationException($"psql failed on: {command}");
    }
}
