using System.Globalization;
using Risk.Intake.Customers;
using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Documents;
using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Mappings;

/// <summary>Lists that stand in one cell, as the portable shape writes them: parts between semicolons.</summary>
internal static class CompactLists
{
    /// <summary>`Old name; Older name`.</summary>
    public static string[] Names(string text) => Parts(text);

    /// <summary>`USCC:9131…; VAT@DE:DE136695976`.</summary>
    public static IEnumerable<CustomerIdentifier> Identifiers(string text, string countryCode, Faults faults)
    {
        foreach (var part in Parts(text))
        {
            var (head, value) = Split(part, ':');
            var (scheme, country) = Split(head, '@');
            if (ContractEnums.IdentifierSchemes.TryRead(scheme, out var number))
            {
                yield return IdentifierRules.Normalise(
                    (V1.IdentifierScheme)number, value, country.ToUpperInvariant(), countryCode);
            }
            else
            {
                faults.Add(Unreadable("identifiers", "SCHEME:value", part));
            }
        }
    }

    /// <summary>`INVOICE:INV-7=1200.00; ORDER:SO-1; INVOICE#2:INV-9`, the last one its second instalment.</summary>
    public static DocumentLink[] Links(string text, string system, Faults faults)
    {
        var links = new List<DocumentLink>();
        foreach (var part in Parts(text))
        {
            var (head, rest) = Split(part, ':');
            var (kind, place) = Split(head, '#');
            var instalment = 0;
            var sign = rest.LastIndexOf('=');
            var id = sign < 0 ? rest : rest[..sign].Trim();
            decimal amount = 0;
            if (ContractEnums.DocumentKinds.TryRead(kind, out var number) && id.Length > 0
                && (place.Length == 0 || int.TryParse(
                    place, NumberStyles.None, CultureInfo.InvariantCulture, out instalment))
                && (sign < 0 || Decimals.TryRead(rest.AsSpan(sign + 1).Trim(), out amount)))
            {
                links.Add(new()
                {
                    Ref = new(system, id),
                    Kind = (V1.DocumentKind)number,
                    Amount = sign < 0 ? null : amount,
                    Instalment = instalment,
                });
            }
            else
            {
                faults.Add(Unreadable("links", "KIND:id=amount or KIND#instalment:id=amount", part));
            }
        }
        return [.. links];
    }

    /// <summary>`2026-01-31=400.00; 2026-02-28=600.00`.</summary>
    public static Instalment[] Instalments(string text, Faults faults)
    {
        var parts = new List<Instalment>();
        foreach (var part in Parts(text))
        {
            var (day, money) = Split(part, '=');
            if (Dates.TryRead(day, out var dueOn) && Decimals.TryRead(money, out var amount))
                parts.Add(new(dueOn, amount));
            else
                faults.Add(Unreadable("instalments", "YYYY-MM-DD=amount", part));
        }
        return [.. parts];
    }

    /// <summary>`LAWSUIT:2024-03-01..2024-09-30=50000.00 CNY|reference|source`.</summary>
    public static LegalRecord[] LegalRecords(string text, Faults faults)
    {
        var records = new List<LegalRecord>();
        foreach (var part in Parts(text))
        {
            if (LegalRecordOf(part) is { } record)
                records.Add(record);
            else
                faults.Add(Unreadable("legal_records", "KIND:YYYY-MM-DD=amount currency|reference|source", part));
        }
        return [.. records];
    }

    private static LegalRecord? LegalRecordOf(string part)
    {
        var fields = part.Split('|', 3, StringSplitOptions.TrimEntries);
        var (kind, rest) = Split(fields[0], ':');
        var (days, money) = Split(rest, '=');
        var (from, to) = days.Split("..", 2, StringSplitOptions.TrimEntries) is [var a, var b] ? (a, b) : (days, "");
        if (!ContractEnums.LegalRecordKinds.TryRead(kind, out var number) || !Dates.TryRead(from, out var recordedOn))
            return null;
        DateOnly? endedOn = null;
        if (to.Length > 0)
        {
            if (!Dates.TryRead(to, out var ended))
                return null;
            endedOn = ended;
        }
        Money? amount = null;
        if (money.Length > 0)
        {
            var (digits, currency) = Split(money, ' ');
            if (!Decimals.TryRead(digits, out var read))
                return null;
            amount = new(read, currency);
        }
        return new()
        {
            Kind = (V1.LegalRecordKind)number,
            RecordedOn = recordedOn,
            EndedOn = endedOn,
            Amount = amount,
            Reference = fields.Length > 1 ? fields[1] : "",
            Source = fields.Length > 2 ? fields[2] : "",
        };
    }

    /// <summary>`S&amp;P:BBB-:2025-03-01..2026-02-28; CCXI:AA+:2025-06-30`, after the dots the last day.</summary>
    public static ExternalRating[] ExternalRatings(string text, Faults faults)
    {
        var ratings = new List<ExternalRating>();
        foreach (var part in Parts(text))
        {
            var (agency, rest) = Split(part, ':');
            var (rating, days) = Split(rest, ':');
            var (from, to) =
                days.Split("..", 2, StringSplitOptions.TrimEntries) is [var a, var b] ? (a, b) : (days, "");
            DateOnly validUntil = default;
            if (Dates.TryRead(from, out var ratedOn) && (to.Length == 0 || Dates.TryRead(to, out validUntil)))
            {
                ratings.Add(new()
                {
                    Agency = agency,
                    Rating = rating,
                    RatedOn = ratedOn,
                    ValidUntil = to.Length == 0 ? null : validUntil,
                });
            }
            else
            {
                faults.Add(Unreadable("external_ratings", "agency:rating:YYYY-MM-DD..YYYY-MM-DD", part));
            }
        }
        return [.. ratings];
    }

    private static string[] Parts(string text) =>
        text.Split([';', '；'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static (string Head, string Tail) Split(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place].Trim(), text[(place + 1)..].Trim());
    }

    private static Fault Unreadable(string field, string form, string part) => new(field, "NOT_A_LIST", new(
        $"holds '{part}', which is not of the form {form}", $"“{part}”不符合 {form} 的格式"), part);
}
