using Risk.Intake.V1;

namespace Risk.Scoring.Orders.Checks;

/// <summary>A suspended customer's orders wait, and so do all while a hold is forced on the account.</summary>
internal static class Suspended
{
    public static Check Judge(Figures figures)
    {
        var customer = figures.Customer;
        if (customer.Account.ForcedHold)
        {
            return Check.Failed(V1.OrderCheck.Suspended, "FORCED_HOLD", new(
                    "Somebody has put all orders of the customer on hold.", "该客户的所有订单已被人工冻结。"))
                .Seen("forced hold", "no forced hold", customer.Account.ChangedAt);
        }
        var check = customer.Status == CustomerStatus.Suspended
            ? Check.Failed(V1.OrderCheck.Suspended, "CUSTOMER_SUSPENDED", new(
                "The customer is suspended.", "该客户已被暂停业务。"))
            : Check.Passed(V1.OrderCheck.Suspended);
        return check.Seen(customer.Status.ToString(), "not suspended", customer.CustomerAsOf);
    }
}
