using System.Globalization;

namespace Grpc.Core.Wire;

// The grpc-timeout header: at most eight digits and a unit.
internal static class Timeout
{
    public const string HeaderName = "grpc-timeout";

    private const long ValueMax = 99_999_999;

    // Timers take no longer periods; 49 days may as well be for ever.
    private static readonly TimeSpan TimerMax = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        long? ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => null,
        };
        if (ticksPerUnit is not { } ticks)
        {
            return false;
        }

        timeout = new TimeSpan(ticks == 0 ? value / TimeSpan.NanosecondsPerTick : value * ticks);
        timeout = timeout > TimerMax ? TimerMax : timeout;
        return true;
    }

    public static string Format(TimeSpan timeout)
    {
        var microseconds = Math.Max(timeout.Ticks / TimeSpan.TicksPerMicrosecond, 1);
        if (microseconds <= ValueMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{microseconds}u");
        }

        var milliseconds = microseconds / 1000;
        return milliseconds <= ValueMax
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(milliseconds / 1000, ValueMax)}S");
    }
}
