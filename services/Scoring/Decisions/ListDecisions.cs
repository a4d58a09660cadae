using Grpc.Core;
using Npgsql;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Decisions;

partial class DecisionsService
{
    /// <summary>Lists a customer's decisions, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListDecisionsResponse> ListDecisions(
        V1.ListDecisionsRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        if (!Guid.TryParse(request.CustomerId, out var customerId))
            throw Refuse.NotFound("customer", request.CustomerId);
        var size = PageToken.Size(request.PageSize, max: 500);
        var query = $"decisions {customerId} {request.OrderRef}";
        var before = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT verdict_id, input, outcome, requested_by, cause FROM order_decisions "
            + "WHERE customer_id = $1 AND verdict_id < $2 AND ($3 = '' OR (order_id = $3 AND order_system = $4)) "
            + "ORDER BY verdict_id DESC LIMIT $5")
            .With(customerId).With(before).With(request.OrderRef?.Id ?? "").With(request.OrderRef?.System ?? "")
            .With(size + 1);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var response = new V1.ListDecisionsResponse();
        while (await reader.ReadAsync(ct))
        {
            if (response.Decisions.Count == size)
            {
                response.NextPageToken = PageToken.After(query, response.Decisions[^1].VerdictId);
                break;
            }
            response.Decisions.Add(Read(reader));
        }
        return response;
    }

    private static V1.DecisionSummary Read(NpgsqlDataReader reader)
    {
        var input = V1.DecisionInput.Parser.ParseFrom(reader.GetFieldValue<byte[]>(1));
        return new()
        {
            VerdictId = reader.GetGuid(0).ToString(),
            OrderRef = input.OrderRef,
            Amount = input.Amount,
            Outcome = (V1.OrderOutcome)reader.GetInt16(2),
            DecidedAt = input.DecidedAt,
            RulesVersion = input.RulesVersion,
            RequestedBy = reader.GetString(3),
            Cause = (V1.DecisionCause)reader.GetInt16(4),
        };
    }
}
