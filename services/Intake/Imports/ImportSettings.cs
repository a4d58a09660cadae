using Risk.ServiceDefaults.Hosting;

namespace Risk.Intake.Imports;

/// <summary>What files may be imported, and the patience with those who send them.</summary>
public sealed record ImportSettings : ISettings
{
    public static string Section => "Imports";

    /// <summary>How many imports run in one process at the same time; one more is told to come later.</summary>
    public int RunningMax { get; init; } = 8;

    /// <summary>How long a sender may be silent.</summary>
    public int SilenceSecondsMax { get; init; } = 60;

    /// <summary>How long the sending of one file may take.</summary>
    public int UploadMinutesMax { get; init; } = 240;

    /// <summary>
    /// The largest file that is written to the disk first: workbooks, and files that come in as a whole or not at all.
    /// </summary>
    public long SpooledBytesMax { get; init; } = 512L * 1024 * 1024;

    /// <summary>
    /// Rows of a file that comes in as a whole: while its one transaction lasts, no event of any service is numbered.
    /// </summary>
    public long WholeRowsMax { get; init; } = 500_000;

    public TimeSpan SilenceMax => TimeSpan.FromSeconds(SilenceSecondsMax);

    public TimeSpan UploadMax => TimeSpan.FromMinutes(UploadMinutesMax);

    public IEnumerable<string> Faults()
    {
        foreach (var (key, value, most) in ((string, long, long)[])[
            (nameof(RunningMax), RunningMax, 1_000),
            (nameof(SilenceSecondsMax), SilenceSecondsMax, 3_600),
            (nameof(UploadMinutesMax), UploadMinutesMax, 24 * 60),
            (nameof(SpooledBytesMax), SpooledBytesMax, 64L * 1024 * 1024 * 1024),
            (nameof(WholeRowsMax), WholeRowsMax, 10_000_000)])
        {
            if (value < 1 || value > most)
                yield return $"{key}: must be from 1 to {most}, is {value}";
        }
    }
}
