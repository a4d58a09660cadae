namespace Risk.Alerting.Alerts;

/// <summary>What an alert can be about.</summary>
internal static class AlertKinds
{
    public const string Warning = "WARNING";
    public const string GradeDropped = "GRADE_DROPPED";

    public static readonly IReadOnlyList<string> All = [Warning, GradeDropped];
}
