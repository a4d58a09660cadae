using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.CustomerFacts;

/// <summary>Facts as rows of the tables have them; the first column is the customer.</summary>
internal static class FactRows
{
    /// <summary>How many columns <see cref="Customer"/> reads; what a query adds stands after them.</summary>
    public const int CustomerColumns = 19;

    public static FactSheet Customer(NpgsqlDataReader row, DateOnly asOf) => new()
    {
        AsOf = asOf,
        Company = Company(row, asOf),
        LegalRecords = LegalFacts(row, asOf),
        Ratings = row.IsDBNull(1) ? [] : Ratings(row),
        Head = row.IsDBNull(17) ? null : new((Grade)row.GetInt16(17), row.GetFieldValue<DateOnly>(18)),
    };

    private static List<RatingFact> Ratings(NpgsqlDataReader row)
    {
        var (agencies, values) = (row.GetFieldValue<string[]>(13), row.GetFieldValue<string[]>(14));
        var (ratedOn, validUntil) = (row.GetFieldValue<DateOnly[]>(15), row.GetFieldValue<DateOnly?[]>(16));
        return
        [
            .. agencies.Select((agency, i) =>
                new RatingFact(agency, values[i], ratedOn[i]) { ValidUntil = validUntil[i] }),
        ];
    }

    private static CompanyFacts Company(NpgsqlDataReader row, DateOnly asOf)
    {
        if (row.IsDBNull(1))
            return new();
        var changedOn = DateOnly.FromDateTime(row.GetDateTime(1));
        return new()
        {
            AsOf = changedOn < asOf ? changedOn : asOf,
            IsInsolvent = row.GetInt16(2) == (short)CustomerStatus.Insolvent,
            CountryCode = row.GetString(3),
            Region = row.GetString(12),
            IsicSection = row.GetString(4),
            IncorporatedOn = row.GetFieldValue<DateOnly?>(5),
            CustomerSince = row.GetFieldValue<DateOnly?>(6),
            MarketShare = row.GetFieldValue<decimal?>(7),
            Satisfaction = row.GetFieldValue<decimal?>(8),
        };
    }

    public static FinancialStatement Statement(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2))
        {
            Scope = (Engine.Facts.StatementScope)row.GetInt16(3),
            Opinion = (Engine.Facts.AuditOpinion)row.GetInt16(4),
            RecordedAt = row.GetFieldValue<DateTimeOffset>(5),
            Currency = row.GetString(6),
            Amounts = [.. Enumerable.Range(7, StatementColumns.Names.Count).Select(row.GetFieldValue<decimal?>)],
        };

    private static IReadOnlyList<LegalFact> LegalFacts(NpgsqlDataReader row, DateOnly asOf)
    {
        if (row.IsDBNull(1))
            return [];
        var (kinds, recorded, ended) = (row.GetFieldValue<short[]>(9), row.GetFieldValue<DateOnly[]>(10),
            row.GetFieldValue<DateOnly?[]>(11));
        return
        [
            .. kinds.Select((kind, i) => new LegalFact((LegalKind)kind, recorded[i]) { EndedOn = ended[i] })
                .Where(r => r.IsKnownOn(asOf)),
        ];
    }

    public static SettledPart Settled(NpgsqlDataReader row) =>
        new(row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetDecimal(5))
        {
            Kind = (DocumentKind)row.GetInt16(4) switch
            {
                DocumentKind.CreditNote => SettlementKind.Credited,
                DocumentKind.WriteOff => SettlementKind.WrittenOff,
                _ => SettlementKind.Paid,
            },
            Count = row.GetInt32(6),
        };

    public static UnpaidPart Unpaid(NpgsqlDataReader row) =>
        new(row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetDecimal(3)) { Count = row.GetInt32(4) };

    public static TradeAmount TradeAmount(NpgsqlDataReader row) =>
        new(row.GetString(1), row.GetDecimal(2), row.GetDecimal(3));

    public static (PromiseFact? Promise, RescheduledPart? Rescheduled) Promise(NpgsqlDataReader row)
    {
        var (currency, issuedOn, amount) = (row.GetString(2), row.GetFieldValue<DateOnly>(3), row.GetDecimal(5));
        return (DocumentKind)row.GetInt16(1) == DocumentKind.ProtectiveRescheduling
            ? (null, new(currency, issuedOn, amount))
            : (new(currency, issuedOn, row.GetFieldValue<DateOnly>(4), amount)
            {
                PaidAmount = row.GetDecimal(6),
            }, null);
    }

    public static TradeDay TradeDay(NpgsqlDataReader row) => new(row.GetFieldValue<DateOnly>(1))
    {
        Orders = row.GetInt32(2),
        Invoices = row.GetInt32(3),
        Disputes = row.GetInt32(4),
    };
}
