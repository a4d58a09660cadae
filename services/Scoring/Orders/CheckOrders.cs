using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Orders;

partial class OrdersService
{
    private const int OrdersMax = 500;

    /// <summary>Checks many orders, each with its own verdict or its own error, in the order given.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    [OwnIdempotency]
    public override async Task<V1.CheckOrdersResponse> CheckOrders(
        V1.CheckOrdersRequest request, ServerCallContext context)
    {
        if (request.Orders.Count is < 1 or > OrdersMax)
        {
            throw Refuse.Invalid("orders", new(
                $"must hold 1 to {OrdersMax} orders", $"订单数量必须为 1 到 {OrdersMax} 个"));
        }
        // All wait for their facts at once; then all line up before the first verdict is there.
        var calls = await Task.WhenAll(request.Orders.Select(order => PrepareAsync(order, context)));
        var results = calls
            .Select(one => one.Call is { } call
                ? ResultOfAsync(writer.CheckAsync(call), context)
                : Task.FromResult(ErrorOf(one.Refused!, context)))
            .ToList();
        var response = new V1.CheckOrdersResponse();
        foreach (var result in results)
            response.Results.Add(await result);
        return response;
    }

    private async Task<(OrderCall? Call, RpcException? Refused)> PrepareAsync(
        V1.CheckOrderRequest order, ServerCallContext context)
    {
        try
        {
            return (await CallOfAsync(order, context), null);
        }
        catch (RpcException refused)
        {
            return (null, refused);
        }
    }

    private static async Task<V1.CheckOrdersResult> ResultOfAsync(
        Task<V1.OrderVerdict> verdict, ServerCallContext context)
    {
        try
        {
            return new() { Verdict = await verdict };
        }
        catch (RpcException refused)
        {
            return ErrorOf(refused, context);
        }
    }

    private static V1.CheckOrdersResult ErrorOf(RpcException refused, ServerCallContext context) => new()
    {
        Error = new()
        {
            Code = (int)refused.StatusCode,
            Reason = (refused as Refusal)?.Reason ?? "",
            Message = (refused as Refusal)?.Text.In(context.Language()) ?? refused.Status.Detail,
        },
    };
}
