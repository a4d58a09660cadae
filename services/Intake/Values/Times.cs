namespace Risk.Intake.Values;

internal static class Times
{
    /// <summary>
    /// The latest day that it is anywhere on earth. What happened today in Shanghai did not happen in the future
    /// because it is still yesterday in Greenwich.
    /// </summary>
    public static DateOnly LatestToday(this TimeProvider clock) =>
        DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(14)).DateTime);
}
