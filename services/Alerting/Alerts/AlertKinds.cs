namespace Risk.Alerting.Alerts;

/// <summary>
/// What an alert can be about. It follows from the family, so that it does not depend on what came first.
/// </summary>
internal static class AlertKinds
{
    public const string Warning = "WARNING";
    public const string GradeDropped = "GRADE_DROPPED";

    public static readonly IReadOnlyList<string> All = [Warning, GradeDropped];

    public static string Of(string family) => family == AlertingRules.GradeFamily ? GradeDropped : Warning;
}
