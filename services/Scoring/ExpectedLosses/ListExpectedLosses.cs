using System.Globalization;
using Grpc.Core;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExpectedLosses;

partial class ExpectedLossesService
{
    private const int LossesDefault = 100;

    private const string AfterOfGrade =
        """
        SELECT customer_id FROM (SELECT DISTINCT customer_id FROM exposures WHERE customer_id > $1) e
        WHERE $3 = 0 OR (SELECT grade FROM score_on(e.customer_id, $4)) = $3
        ORDER BY customer_id LIMIT $2
        """;

    /// <summary>Lists what customers with documents are expected to cost, by customer id.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListExpectedLossesResponse> ListExpectedLosses(
        V1.ListExpectedLossesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var size = request.PageSize == 0 ? LossesDefault : PageToken.Size(request.PageSize);
        var query = string.Create(CultureInfo.InvariantCulture,
            $"expected losses {request.Grade} {request.CurrencyCode}");
        var after = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.Empty;
        await using var reading = await BeginReadingAsync(ct);
        var basis = await BasisAsync(request.CurrencyCode, ct);
        await using var command = new NpgsqlCommand(AfterOfGrade, Connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = after },
                new NpgsqlParameter<int> { TypedValue = size + 1 },
                new NpgsqlParameter<short> { TypedValue = (short)request.Grade },
                new NpgsqlParameter<DateOnly> { TypedValue = basis.Day },
            },
        };
        var ids = await IdsAsync(command, ct);
        var page = await LossRows.ReadAsync(Connection, [.. ids.Take(size)], basis.Day, ct);
        return new()
        {
            ExpectedLosses = { page.Select(c => Reckoned(c, basis)) },
            NextPageToken = ids.Count > size ? PageToken.After(query, ids[size - 1].ToString()) : "",
        };
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
