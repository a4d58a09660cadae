using Risk.Scoring.Reservations;

namespace Risk.Scoring.Orders;

internal static class OrderPlumbing
{
    /// <summary>The order check's writer, and the sweep of expired reservations.</summary>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OrderBatches>();
        builder.Services.AddSingleton<OrderWriter>();
        builder.Services.AddHostedService<ExpireReservations>();
    }
}
