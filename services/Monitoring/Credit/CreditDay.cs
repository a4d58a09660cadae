using Risk.Scoring.V1;

namespace Risk.Monitoring.Credit;

/// <summary>What a customer may owe, as it was at the end of a day.</summary>
internal sealed record CreditDay(DateOnly Day, long Written, string Currency)
{
    public required decimal Limit { get; init; }
    public required bool Unlimited { get; init; }
    public decimal? TemporaryLimit { get; init; }
    public DateOnly? TemporaryFrom { get; init; }
    public DateOnly? TemporaryUntil { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    public bool HasNoLimit => Limit == 0 && !Unlimited && TemporaryLimit is null;

    /// <summary>Null when there is no limit at all.</summary>
    public decimal? LimitOn(DateOnly day) =>
        Unlimited ? null
        : TemporaryLimit is { } temporary && TemporaryFrom <= day && day <= TemporaryUntil ? temporary
        : Limit;

    public static CreditDay Of(CreditAccount account, long written, DateTimeOffset time) =>
        new(time.ToDay(), written, account.CurrencyCode)
        {
            Limit = account.Limit.ToAmount(),
            Unlimited = account.Unlimited,
            TemporaryLimit = account.TemporaryLimit is { } temporary ? temporary.Limit.ToAmount() : null,
            TemporaryFrom = account.TemporaryLimit?.From.ToDay(),
            TemporaryUntil = account.TemporaryLimit?.Until.ToDay(),
            AsOf = account.ChangedAt?.ToDateTimeOffset() ?? time,
        };
}

/// <summary>What a customer owed in each currency at the end of a day, without what is only reserved.</summary>
internal sealed record ExposureDay(DateOnly Day, long Written)
{
    public required IReadOnlyList<(string Currency, decimal Amount)> Amounts { get; init; }
    public required DateTimeOffset AsOf { get; init; }

    public static ExposureDay Of(ExposureChanged told, long written, DateTimeOffset time) =>
        new(time.ToDay(), written)
        {
            Amounts =
            [
                .. told.ExposuresByCurrency.Select(e => (e.CurrencyCode, e.Total.ToNumber() - e.Reserved.ToNumber())),
            ],
            AsOf = time,
        };
}

/// <summary>The grade that counted at the end of a day.</summary>
internal sealed record GradeDay(DateOnly Day, long Written, Grade Grade, DateTimeOffset AsOf);
