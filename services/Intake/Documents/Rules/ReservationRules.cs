using Risk.Intake.Rules;

namespace Risk.Intake.Documents.Rules;

/// <summary>Reservations of the order check: only an order confirms one.</summary>
internal static class ReservationRules
{
    private const int IdLengthMax = 64;

    public static void Check(Document document, Faults faults)
    {
        faults.That(document.Kind == V1.DocumentKind.Order, "reservation_id", "ONLY_ORDERS_CONFIRM", new(
            "only an order confirms a reservation", "只有订单可以确认预留额度"), document.ReservationId);
        faults.NoLongerThan(IdLengthMax, document.ReservationId, "reservation_id");
    }
}
