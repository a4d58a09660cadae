using System.Data;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Monitoring.Indicators;

partial class IndicatorsService
{
    /// <summary>Lists a customer's indicators as of today, computed from the facts held now.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListIndicatorsResponse> ListIndicators(
        V1.ListIndicatorsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var today = clock.GetUtcNow().ToDay();
        var read = await FactReading.ReadAsync(connection, [customerId], today, ct);
        if (!read.TryGetValue(customerId, out var facts))
            throw Refuse.NotFound("customer", request.CustomerId);
        return new()
        {
            Indicators =
            {
                Reading.All(facts, today).Values.OrderBy(r => r.Indicator.Name, StringComparer.Ordinal)
                    .Select(ToContract),
            },
        };
    }

    private static V1.Indicator ToContract(Reading reading) => new()
    {
        Indicator_ = reading.Indicator.Name,
        Text = reading.Indicator.Text.ToContract(),
        Value = reading.Now?.Value.ToContract(),
        Unit = reading.Unit,
        AsOf = reading.Now is { } now ? Timestamp.FromDateTimeOffset(now.AsOf) : null,
        Value30DaysAgo = reading.Before?.Value.ToContract(),
    };
}
