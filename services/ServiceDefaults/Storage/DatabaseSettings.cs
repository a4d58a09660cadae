using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Storage;

/// <summary>The two roles of a service in Postgres: the owner migrates, the runtime role works.</summary>
public sealed record DatabaseSettings : ISettings
{
    public static string Section => "Database";

    /// <summary>
    /// Connection string of the role that owns the schema; used by migrations alone. It makes schema and runtime role
    /// where they are missing, and needs the rights for that only then.
    /// </summary>
    public string Owner { get; init; } = "";

    /// <summary>
    /// Connection string of the role that serves requests; created when missing, with the password given here.
    /// </summary>
    public string Runtime { get; init; } = "";

    /// <summary>File that holds the password of <see cref="Owner"/>, instead of giving it there.</summary>
    public string OwnerPasswordFile { get; init; } = "";

    /// <summary>File that holds the password of <see cref="Runtime"/>, instead of giving it there.</summary>
    public string RuntimePasswordFile { get; init; } = "";

    /// <summary>Connections that this process opens at most.</summary>
    public int ConnectionsMax { get; init; } = 40;

    internal string OwnerConnection => WithPassword(Owner, OwnerPasswordFile);

    internal string RuntimeConnection => WithPassword(Runtime, RuntimePasswordFile);

    public IEnumerable<string> Faults()
    {
        foreach (var (key, file) in ((string, string)[])
            [(nameof(OwnerPasswordFile), OwnerPasswordFile), (nameof(RuntimePasswordFile), RuntimePasswordFile)])
        {
            if (file.Length > 0 && !File.Exists(file))
                yield return $"{key}: there is no file '{file}'";
        }
        foreach (var (key, text) in ((string, string)[])[(nameof(Owner), Owner), (nameof(Runtime), Runtime)])
        {
            if (Fault(text) is { } fault)
                yield return $"{key}: {fault}";
        }
        if (Fault(Owner) is null && Fault(Runtime) is null && UserOf(Owner) == UserOf(Runtime))
            yield return $"{nameof(Runtime)}: must name another role than {nameof(Owner)}: "
                + $"'{UserOf(Owner)}' owns the schema";
        if (ConnectionsMax is < 2 or > 1000)
            yield return $"{nameof(ConnectionsMax)}: must be from 2 to 1000, is {ConnectionsMax}";
    }

    private static string WithPassword(string text, string file) => file.Length == 0
        ? text
        : new NpgsqlConnectionStringBuilder(text) { Password = File.ReadAllText(file).Trim() }.ConnectionString;

    private static string? UserOf(string text) => new NpgsqlConnectionStringBuilder(text).Username;

    private static string? Fault(string text)
    {
        if (text.Length == 0)
            return "is missing; give a connection string such as Host=…;Database=…;Username=…;Password=…";
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            return parts.Host is null ? "names no Host"
                : parts.Database is null ? "names no Database"
                : parts.Username is null ? "names no Username"
                : null;
        }
        catch (ArgumentException)
        {
            return "is not a Postgres connection string";
        }
    }
}
