using Risk.Intake.Rules;

namespace Risk.Intake.Customers.Rules;

/// <summary>What holds for every external rating.</summary>
internal static class ExternalRatingRules
{
    public static void Check(ExternalRating rating, string field, DateOnly today, Faults faults)
    {
        if (faults.Given(rating.Agency, field + ".agency"))
            faults.NoLongerThan(64, rating.Agency, field + ".agency");
        if (faults.Given(rating.Rating, field + ".rating"))
            faults.NoLongerThan(16, rating.Rating, field + ".rating");
        if (!faults.That(rating.RatedOn is not null, field + ".rated_on", "REQUIRED", new("is required", "必填")))
            return;
        faults.That(rating.RatedOn <= today, field + ".rated_on", "IN_THE_FUTURE", new("is in the future", "日期在未来"));
        faults.That(rating.ValidUntil is null || rating.ValidUntil >= rating.RatedOn, field + ".valid_until",
            "ENDED_BEFORE_RATED", new("is before the day of the rating", "早于评级日期"));
    }
}
