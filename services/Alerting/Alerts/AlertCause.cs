using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>What stands behind an alert: the newest warning of one rule, or the fall of the grade.</summary>
internal sealed record AlertCause
{
    /// <summary>Empty for the fall of the grade.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Empty for the fall of the grade.</summary>
    public string WarningId { get; init; } = "";

    /// <summary>The grade before the first fall that is not made good yet.</summary>
    public Grade GradeBefore { get; init; }
    public required Severity Severity { get; init; }
    public required Text Text { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsFall => Rule.Length == 0;

    public bool Lasts => EndedAt is null;

    /// <summary>Whether it says something of what is known and lasts, instead of something new.</summary>
    public bool Continues(AlertCause? known) => known is { Lasts: true } && known.WarningId == WarningId;

    /// <summary>
    /// What is known after it was said. Of several falls the first says from where the grade must come back, and the
    /// gravest how grave they are together; a warning is as grave as it says.
    /// </summary>
    public AlertCause After(AlertCause? known)
    {
        if (known is null || !Continues(known))
            return this;
        return this with
        {
            RaisedAt = known.RaisedAt,
            GradeBefore = known.GradeBefore,
            Severity = IsFall && known.Severity > Severity ? known.Severity : Severity,
        };
    }
}

/// <summary>Says that something behind an alert is over, if it is that which the alert knows.</summary>
internal sealed record CauseEnd(string Rule, Func<AlertCause, bool> IsOf, Text Text);
