using System.Text.Json;

namespace Risk.Benchmarks.Orders;

/// <summary>What a process of callers is to do.</summary>
internal sealed record OrderLoadPlan
{
    /// <summary>As many streams as Kestrel takes on a connection.</summary>
    public const int StreamsMax = 200;

    public required Uri Address { get; init; }
    public required string ApiKey { get; init; }

    /// <summary>Part of the names of its orders: no two runs have the same.</summary>
    public required string Run { get; init; }
    public required IReadOnlyList<string> Customers { get; init; }
    public required int Connections { get; init; }
    public required int CallersPerConnection { get; init; }

    /// <summary>Calls that begin in a second; 0 means as fast as they are answered.</summary>
    public double RatePerConnection { get; init; }
    public required double Seconds { get; init; }

    public static OrderLoadPlan Read(string file) =>
        JsonSerializer.Deserialize<OrderLoadPlan>(File.ReadAllBytes(file))!;

    public void Write(string file) => File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(this));
}
