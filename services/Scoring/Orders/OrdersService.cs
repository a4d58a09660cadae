using Npgsql;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Orders;

/// <summary>Checks orders against the customer's credit.</summary>
internal sealed partial class OrdersService(
    OrderQueue writer, NpgsqlDataSource database, Freshness freshness, TimeProvider clock)
    : V1.OrdersService.OrdersServiceBase;
