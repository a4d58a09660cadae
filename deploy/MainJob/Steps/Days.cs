using System.Globalization;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>Days as the contract has them.</summary>
internal static class Days
{
    public static Date Of(DateOnly day) => new() { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
}
