using Grpc.Core;
using Npgsql;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.ExpectedLosses;

partial class ExpectedLossesService
{
    private const int CustomersAtOnce = 5_000;

    private const string After =
        "SELECT DISTINCT customer_id FROM exposures WHERE customer_id > $1 ORDER BY customer_id LIMIT $2";

    /// <summary>Adds up what all customers are expected to cost, as of one moment.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ExpectedLossReport> ReportExpectedLosses(
        V1.ReportExpectedLossesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var reading = await BeginReadingAsync(ct);
        var basis = await BasisAsync(request.CurrencyCode, ct);
        var totals = new LossTotals(basis);
        for (var ids = await AfterAsync(Guid.Empty, ct); ids.Count > 0; ids = await AfterAsync(ids[^1], ct))
        {
            foreach (var customer in await LossRows.ReadAsync(Connection, [.. ids], basis.Day, ct))
                totals.Add(LossReckoning.Of(customer, basis.Rules, basis.Money));
        }
        return totals.ToContract();
    }

    /// <summary>So many at a time that memory stays flat.</summary>
    private async Task<List<Guid>> AfterAsync(Guid last, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(After, Connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = last },
                new NpgsqlParameter<int> { TypedValue = CustomersAtOnce },
            },
        };
        return await IdsAsync(command, ct);
    }
}
