namespace Risk.Scoring.ExpectedLosses;

/// <summary>
/// What a customer is expected to cost. Amounts are in the currency of the figures, unless they name another.
/// </summary>
internal sealed record LossFigures
{
    public required CustomerLosses Customer { get; init; }

    /// <summary>Within 12 months.</summary>
    public required decimal Probability { get; init; }

    public required IReadOnlyList<StageLoss> Stages { get; init; }

    /// <summary>By kind of cover, and last what is uncovered.</summary>
    public required IReadOnlyList<PartLoss> Parts { get; init; }

    public required decimal ExpectedLoss { get; init; }

    public required ProvisionFigures Provision { get; init; }

    /// <summary>What is in currencies without a rate, and in no other figure.</summary>
    public required IReadOnlyList<Unconverted> Unconverted { get; init; }

    /// <summary>Currencies without a rate of covers, which cover nothing.</summary>
    public required IReadOnlyList<string> CoversUnconverted { get; init; }

    public decimal Exposure => Stages.Sum(s => s.Exposure);

    /// <summary>The mean over the parts; null without any exposure.</summary>
    public decimal? LossGivenDefault => Exposure == 0
        ? null
        : Math.Round(Parts.Sum(p => p.Amount) / Exposure, 6, MidpointRounding.AwayFromZero);
}

/// <summary>What is expected to be owed of one stage in one currency; its amount is in that currency.</summary>
internal sealed record StageLoss(
    V1.ExposureStage Stage, string Currency, decimal Amount, decimal Factor, decimal Exposure);

/// <summary>A part of an exposure by the kind of cover behind it; unspecified: none.</summary>
internal sealed record PartLoss(V1.CoverKind Kind, decimal Exposure, decimal Loss, decimal Amount);

/// <summary>What could not be converted, in its own currency.</summary>
internal sealed record Unconverted(string Currency, decimal Gross, decimal Exposure);

/// <summary>A loss allowance.</summary>
internal sealed record ProvisionFigures
{
    public required bool IsSpecific { get; init; }

    public required decimal ScenarioFactor { get; init; }

    public required IReadOnlyList<LineLoss> Lines { get; init; }

    /// <summary>By kind of cover that lowers the provision, and last what is uncovered.</summary>
    public required IReadOnlyList<PartLoss> Parts { get; init; }

    public required decimal Disputed { get; init; }

    /// <summary>Payments and credit notes beyond what is owed.</summary>
    public required decimal CreditBeyond { get; init; }

    public decimal Gross => Lines.Sum(l => l.Gross);

    public decimal Amount => Lines.Sum(l => l.Provision);
}

/// <summary>A currency and a bucket; its amount is in that currency.</summary>
internal sealed record LineLoss(V1.AgeingBucket Bucket, string Currency, decimal Amount, decimal Gross)
{
    public decimal MatrixRate { get; init; }

    /// <summary>After scenarios and covers.</summary>
    public decimal Rate { get; init; }

    public decimal Provision { get; init; }
}
