using System.Globalization;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Outcomes;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Samples;

/// <summary>What somebody asks a sample of: checked, and with every default filled in.</summary>
internal sealed record SamplePlan
{
    private const int DaysMax = 240;
    private const int EveryMonthsUsual = 3;

    public required DateOnly Today { get; init; }

    public required IReadOnlyList<DateOnly> Days { get; init; }

    public required OutcomeDefinition Outcome { get; init; }

    public required IReadOnlyList<Feature> Features { get; init; }

    public required bool CountsFromOwnDay { get; init; }

    /// <summary>A document never counts before its own day, whenever it was recorded.</summary>
    public DateOnly KnownOn(LedgerDocument document)
    {
        var recordedOn = DateOnly.FromDateTime(document.RecordedAt.UtcDateTime);
        return CountsFromOwnDay || recordedOn < document.IssuedOn ? document.IssuedOn : recordedOn;
    }

    public static SamplePlan Of(V1.BuildSampleRequest request, DateOnly today)
    {
        var check = new InputCheck();
        var every = request.EveryMonths == 0 ? EveryMonthsUsual : request.EveryMonths;
        check.That(every is >= 1 and <= 12, "every_months", new("must be from 1 to 12", "必须在 1 到 12 之间"));
        var (from, until) = (Day(check, request.ObservedFrom, "observed_from", today),
            Day(check, request.ObservedUntil, "observed_until", today));
        check.That(from <= until, "observed_until", new("is before observed_from", "早于起始日"));
        check.That(!(from?.AddMonths(every * DaysMax) <= until), "observed_until", new(
            $"gives more than {DaysMax} observations of a customer", $"每个客户的观察次数超过 {DaysMax}"));
        foreach (var (place, name) in request.Features.Index())
        {
            check.That(FeatureCatalogue.Find(name) is not null, $"features[{place}]", new(
                "is no feature", "不是有效特征"));
        }
        check.That(request.Features.Distinct(StringComparer.Ordinal).Count() == request.Features.Count, "features",
            new("name one twice", "同一特征重复出现"));
        var outcome = OutcomeContract.Read(check, request.Outcome ?? new());
        check.ThrowIfAny();
        return new()
        {
            Today = today,
            Days = [.. Enumerable.Range(0, DaysMax).Select(i => from!.Value.AddMonths(i * every))
                .TakeWhile(d => d <= until)],
            Outcome = outcome,
            Features = request.Features.Count == 0
                ? FeatureCatalogue.All
                : [.. request.Features.Select(name => FeatureCatalogue.Find(name)!)],
            CountsFromOwnDay = request.DocumentsKnown == V1.DocumentsKnown.Issued,
        };
    }

    public V1.SampleHeader Header() => new()
    {
        Features = { Features.Select(f => new V1.SampleFeature { Feature = f.Name, Version = f.Version }) },
        Outcome = OutcomeContract.Of(Outcome),
        DocumentsKnown = CountsFromOwnDay ? V1.DocumentsKnown.Issued : V1.DocumentsKnown.Recorded,
    };

    public static Types.V1.Date Date(DateOnly day) =>
        new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };

    private static DateOnly? Day(InputCheck check, Types.V1.Date? given, string field, DateOnly today)
    {
        var day = given is null ? null : RequestedDay.Of(given);
        check.That(day is not null, field, new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        check.That(!(day > today), field, new("is in the future", "日期在未来"));
        return day;
    }
}
