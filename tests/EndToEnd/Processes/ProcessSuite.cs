using System.Security.Cryptography;
using Npgsql;
using Risk.Client;
using Risk.Testing;
using Shouldly;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>
/// The suite as it runs in earnest: each service in processes of its own, any number of instances, on a Postgres and a
/// RabbitMQ that can be killed, with lines between any two that can be paused.
/// </summary>
internal sealed class ProcessSuite : IAsyncDisposable
{
    public const string Postgres = "postgres";
    public const string Broker = "rabbitmq";

    /// <summary>The one who calls the services, in the names of the lines.</summary>
    public const string Caller = "caller";

    private static readonly string[] Known = ["intake", "scoring", "monitoring", "alerting"];

    private readonly string directory = Directory.CreateTempSubdirectory("risk-processes-").FullName;
    private readonly Dictionary<(string From, string To), PausableLine> lines = [];
    private readonly List<ServiceProcess> instances = [];
    private readonly Dictionary<string, RiskClient> clients = new(StringComparer.Ordinal);
    private readonly string key = "rk_bootstrap_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly Uri vhost;

    private ProcessSuite(PostgresServer database, RabbitServer broker, Uri vhost)
    {
        (Database, Rabbit, this.vhost) = (database, broker, vhost);
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        Sql = NpgsqlDataSource.Create(text.ConnectionString);
        File.WriteAllText(KeyFile, key);
    }

    public PostgresServer Database { get; }

    public RabbitServer Rabbit { get; }

    /// <summary>As a superuser, past all lines.</summary>
    public NpgsqlDataSource Sql { get; }

    public IReadOnlyList<ServiceProcess> Instances => instances;

    public IEnumerable<string> Services => instances.Select(i => i.Service).Distinct(StringComparer.Ordinal);

    private string KeyFile => Path.Combine(directory, "bootstrap.key");

    /// <summary>Starts one instance of each of these services.</summary>
    public static async Task<ProcessSuite> StartAsync(params string[] services)
    {
        services.ShouldBeSubsetOf(Known);
        var database = PostgresServer.StartAsync(durable: true);
        var broker = await RabbitServer.StartAsync();
        var suite = new ProcessSuite(await database, broker, await broker.AddVhostAsync());
        foreach (var service in services)
            await suite.Add(service).StartAsync();
        await Task.WhenAll(suite.instances.Select(i => i.UntilReadyAsync()));
        return suite;
    }

    /// <summary>One more instance of a service, ready when this returns.</summary>
    public async Task<ServiceProcess> AddAsync(string service)
    {
        var added = Add(service);
        await added.StartAsync();
        await added.UntilReadyAsync();
        return added;
    }

    /// <summary>In order, and for good.</summary>
    public async Task RemoveAsync(ServiceProcess instance)
    {
        await instance.StopAsync();
        lock (instances)
            instances.Remove(instance);
    }

    public ServiceProcess First(string service) => instances.First(i => i.Service == service);

    /// <summary>Calls whichever instance of the service runs.</summary>
    public RiskClient Client(string service)
    {
        if (!clients.TryGetValue(service, out var client))
        {
            client = clients[service] = new RiskClient(
                new RiskClientOptions { Address = AddressOf(Caller, service), ApiKey = key });
        }
        return client;
    }

    /// <summary>From a service, or the caller, to a service, the database or the broker.</summary>
    public PausableLine Line(string from, string to)
    {
        if (!lines.TryGetValue((from, to), out var line))
            line = lines[(from, to)] = new PausableLine(() => PortsOf(to));
        return line;
    }

    public async Task<T> SqlAsync<T>(string sql)
    {
        await using var command = Sql.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Takes from a service all that it has made of the events of others; what it has told, and its audit, stay. Stop
    /// it before.
    /// </summary>
    public async Task ForgetAsync(string service)
    {
        var tables = await LinesAsync(
            $"""
            select format('%I.%I', schemaname, tablename) from pg_tables
            where schemaname = '{service}' and tablename !~ '^(audit|outbox|schema_migrations)'
            """);
        await LinesAsync($"truncate {string.Join(", ", tables)}");
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<string>> LinesAsync(string sql)
    {
        await using var command = Sql.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
            found.Add(rows.GetString(0));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        foreach (var instance in instances)
            await instance.DisposeAsync();
        foreach (var line in lines.Values)
            await line.DisposeAsync();
        await Sql.DisposeAsync();
        await Rabbit.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private ServiceProcess Add(string service)
    {
        var added = new ServiceProcess(service, directory, Settings(service));
        lock (instances)
            instances.Add(added);
        return added;
    }

    private IEnumerable<string> Settings(string service)
    {
        var owner = new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Port = Line(service, Postgres).Port,
        };
        var runtime = new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Username = "risk_" + service,
            Password = "runtime",
        };
        yield return $"--Database:Owner={owner.ConnectionString}";
        yield return $"--Database:Runtime={runtime.ConnectionString}";
        yield return "--Database:ConnectionsMax=25";
        yield return $"--Broker:Uri={new UriBuilder(vhost) { Port = Line(service, Broker).Port }.Uri}";
        yield return $"--Identity:BootstrapKeyFile={KeyFile}";
        yield return $"--Audit:HeadsFile={Path.Combine(directory, $"heads.{service}.jsonl")}";
        yield return "--Limits:RequestsPerSecond=0";
        if (service == "alerting")
        {
            yield return "--Webhooks:AllowHttp=true";
            yield return "--Webhooks:AllowPrivateTargets=true";
        }
        foreach (var producer in Known.Where(other => other != service))
            yield return $"--Producers:{producer}:Address={AddressOf(service, producer)}";
    }

    private Uri AddressOf(string from, string to) => new($"http://127.0.0.1:{Line(from, to).Port}");

    private IReadOnlyList<int> PortsOf(string name)
    {
        switch (name)
        {
            case Postgres:
                return [new NpgsqlConnectionStringBuilder(Database.ConnectionString).Port];
            case Broker:
                return [Rabbit.Broker.Port];
            default:
                lock (instances)
                    return [.. instances.Where(i => i.Service == name && i.IsRunning).Select(i => i.Port)];
        }
    }
}
