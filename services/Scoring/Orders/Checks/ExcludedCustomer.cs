using Risk.Intake.V1;

namespace Risk.Scoring.Orders.Checks;

/// <summary>Nothing is sold to the sanctioned, the insolvent, or those with whom the relation has ended.</summary>
internal static class ExcludedCustomer
{
    public static Check Judge(Figures figures)
    {
        var customer = figures.Customer;
        var records = customer.ExcludingRecords;
        var check = records.Contains(LegalRecordKind.SanctionsMatch)
            ? Check.Failed(V1.OrderCheck.ExcludedCustomer, "CUSTOMER_SANCTIONED", new(
                "The customer is on a sanctions list.", "该客户在制裁名单上。"))
            : customer.Status == CustomerStatus.Insolvent || records.Contains(LegalRecordKind.Insolvency)
                ? Check.Failed(V1.OrderCheck.ExcludedCustomer, "CUSTOMER_INSOLVENT", new(
                    "Insolvency proceedings against the customer have been opened.", "该客户已进入破产程序。"))
                : customer.Status == CustomerStatus.Closed
                    ? Check.Failed(V1.OrderCheck.ExcludedCustomer, "CUSTOMER_CLOSED", new(
                        "The relation with the customer has ended.", "与该客户的业务关系已终止。"))
                    : customer.Status == CustomerStatus.Unspecified
                        ? Check.NotEvaluated(V1.OrderCheck.ExcludedCustomer, "FACTS_BEHIND", new(
                            "The customer's master data has not arrived yet.", "该客户的主数据尚未到达。"))
                        : Check.Passed(V1.OrderCheck.ExcludedCustomer);
        return check.Seen(Said(customer), "not sanctioned, insolvent or closed", customer.CustomerAsOf);
    }

    private static string Said(CustomerStanding customer) =>
        string.Join(", ", customer.ExcludingRecords.Select(r => r.ToString()).Prepend(customer.Status.ToString()));
}
