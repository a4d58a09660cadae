using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Risk.Scoring.Ledger;
using Risk.Scoring.ProvisionRules;
using Decimal = Risk.Types.V1.Decimal;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>When figures were worked out, by what rules, in what currency by what rates.</summary>
internal sealed record LossBasis(LossRules Rules, LossMoney Money, DateTimeOffset Now)
{
    public DateOnly Day => DateOnly.FromDateTime(Now.UtcDateTime);

    public IEnumerable<V1.UsedRate> RatesUsed => Money.Used.Select(r => r.ToContract(Day, ageDaysMax: null));
}

/// <summary>Figures as the contract tells them.</summary>
internal static class LossContract
{
    public static V1.ExpectedLoss ToContract(this LossFigures figures, LossBasis basis)
    {
        var (customer, currency) = (figures.Customer, basis.Money.Currency);
        return new()
        {
            CustomerId = customer.CustomerId.ToString(),
            LegalName = customer.LegalName,
            CurrencyCode = currency,
            AsOf = Timestamp.FromDateTimeOffset(basis.Now),
            RulesVersion = basis.Rules.Version,
            Grade = customer.Grade,
            ScoreId = customer.ScoreId?.ToString() ?? "",
            ProbabilityOfDefault = Share(figures.Probability),
            Exposures = { figures.Stages.Select(s => ToContract(s, currency)) },
            ExposureAtDefault = Amounts.ToMoney(figures.Exposure, currency),
            Parts = { figures.Parts.Select(p => ToContract(p, currency)) },
            LossGivenDefault = figures.LossGivenDefault is { } loss ? Share(loss) : null,
            ExpectedLoss_ = Amounts.ToMoney(figures.ExpectedLoss, currency),
            Provision = ToContract(figures.Provision, currency),
            RatesMissing =
            {
                figures.Unconverted.Select(u => u.Currency).Union(figures.CoversUnconverted, StringComparer.Ordinal),
            },
            Notes = { LossNotes.Of(figures) },
        };
    }

    public static Decimal Share(decimal share) =>
        new() { Value = share.ToString("0.##########", CultureInfo.InvariantCulture) };

    private static V1.ExposureAtDefault ToContract(StageLoss stage, string currency) => new()
    {
        Stage = stage.Stage,
        Amount = Amounts.ToMoney(stage.Amount, stage.Currency),
        Factor = Share(stage.Factor),
        Exposure = Amounts.ToMoney(stage.Exposure, currency),
    };

    private static V1.CoveredPart ToContract(PartLoss part, string currency) => new()
    {
        Kind = part.Kind,
        Exposure = Amounts.ToMoney(part.Exposure, currency),
        Loss = Share(part.Loss),
        LossAmount = Amounts.ToMoney(part.Amount, currency),
    };

    private static V1.Provision ToContract(ProvisionFigures provision, string currency) => new()
    {
        Gross = Amounts.ToMoney(provision.Gross, currency),
        Provision_ = Amounts.ToMoney(provision.Amount, currency),
        Specific = provision.IsSpecific,
        ScenarioFactor = Share(provision.ScenarioFactor),
        Lines =
        {
            provision.Lines.Select(l => new V1.ProvisionLine
            {
                Bucket = l.Bucket,
                Amount = Amounts.ToMoney(l.Amount, l.Currency),
                Gross = Amounts.ToMoney(l.Gross, currency),
                MatrixRate = Share(l.MatrixRate),
                Rate = Share(l.Rate),
                Provision = Amounts.ToMoney(l.Provision, currency),
            }),
        },
        Parts = { provision.Parts.Select(p => ToContract(p, currency)) },
        Disputed = Amounts.ToMoney(provision.Disputed, currency),
        CreditBeyond = Amounts.ToMoney(provision.CreditBeyond, currency),
    };
}
