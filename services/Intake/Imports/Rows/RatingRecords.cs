using Risk.Intake.Customers;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;

namespace Risk.Intake.Imports.Rows;

/// <summary>Makes ratings of rows: what they say of a customer that is known.</summary>
internal sealed class RatingRecords(RecordMapping record, DateOnly today)
{
    /// <summary>The customer with the rating alone; null when the row has none.</summary>
    public CustomerDraft? Of(RowValues row, string system)
    {
        var values = new RecordValues(record, row);
        if (!values.IsPresent)
            return null;
        var rating = new ExternalRating
        {
            Agency = values.Text("agency"),
            Rating = values.Text("rating"),
            RatedOn = values.Day("rated_on"),
            ValidUntil = values.Day("valid_until"),
        };
        ExternalRatingRules.Check(rating, "rating", today, row.Faults);
        return new(new(system, values.Text("customer")), WhenKnown.Update)
        {
            Customer = new Customer { CustomerId = Guid.Empty, ExternalRatings = [rating] },
            MustBeKnown = true,
        };
    }
}
