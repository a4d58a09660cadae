using Risk.Intake.Customers;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>Makes customers of rows.</summary>
internal sealed class CustomerRecords(RecordMapping record, DateOnly today)
{
    /// <summary>
    /// The customer of the row; null when the row has none. Of one that stays as it is, nothing more than its name is
    /// read, and nothing that is wrong with it refuses the row: only whom the file brings first is registered.
    /// </summary>
    public CustomerDraft? Of(RowValues row, string system, Predicate<ExternalRef> isKnown)
    {
        var values = new RecordValues(record, row);
        if (!values.IsPresent)
            return null;
        var draft = new CustomerDraft(new(system, values.Text("id")), record.WhenKnown);
        if (record.WhenKnown != WhenKnown.Keep)
            return Read(draft, row, values);
        if (isKnown(draft.Ref))
            return draft;
        var faultsBefore = row.Faults.All.Count;
        var read = Read(draft, row, values);
        return read with { Fault = row.Faults.CutFrom(faultsBefore) };
    }

    private CustomerDraft Read(CustomerDraft draft, RowValues row, RecordValues values)
    {
        var customer = new Customer { CustomerId = Guid.Empty };
        var saysStatus = Fill(customer, values);
        customer.Refs.Add(new CustomerRef { System = draft.Ref.System, Id = draft.Ref.Id });
        customer.Identifiers.AddRange(
            CompactLists.Identifiers(values.Text("identifiers"), customer.CountryCode, row.Faults));
        customer.LegalRecords = CompactLists.LegalRecords(values.Text("legal_records"), row.Faults);
        customer.ExternalRatings = CompactLists.ExternalRatings(values.Text("external_ratings"), row.Faults);
        CustomerRules.Check(customer, today, row.Faults);
        var parent = values.OptionalText("parent");
        return draft with
        {
            Customer = customer,
            SaysStatus = saysStatus,
            Parent = parent is { Length: > 0 } ? new(draft.Ref.System, parent) : null,
        };
    }

    private static bool Fill(Customer customer, RecordValues values)
    {
        customer.RenameWithoutIndex(values.Text("legal_name"));
        customer.FormerNames = CompactLists.Names(values.Text("former_names"));
        customer.CountryCode = values.Text("country_code");
        customer.Region = values.Text("region");
        customer.IsicSection = values.Text("isic_section");
        customer.Gbt4754Code = values.Text("gbt4754_code");
        customer.IncorporatedOn = values.Day("incorporated_on");
        customer.RegisteredCapital = values.Number("registered_capital");
        customer.PaidInCapital = values.Number("paid_in_capital");
        var currency = values.OptionalText("capital_currency");
        customer.RegisteredCapitalCurrency = customer.RegisteredCapital is null ? null : currency;
        customer.PaidInCapitalCurrency = customer.PaidInCapital is null ? null : currency;
        customer.BusinessScope = values.Text("business_scope");
        customer.Headcount = values.Whole("headcount") ?? 0;
        customer.MarketShare = values.Number("market_share");
        customer.Satisfaction = values.Number("satisfaction");
        customer.Segment = values.Text("segment");
        customer.Salesperson = values.Text("salesperson");
        var status = (V1.CustomerStatus)values.Choice("status", ContractEnums.CustomerStatuses);
        customer.Status = status == V1.CustomerStatus.Unspecified ? V1.CustomerStatus.Prospect : status;
        customer.CustomerSince = values.Day("customer_since");
        return status != V1.CustomerStatus.Unspecified;
    }
}
