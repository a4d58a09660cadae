using System.Globalization;

namespace Risk.Benchmarks.Measuring;

/// <summary>How much a benchmark does, where the environment may say it.</summary>
internal static class RunSize
{
    public static int Of(string variable, int usual) => Environment.GetEnvironmentVariable(variable) switch
    {
        null or "" => usual,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var size) && size > 0 => size,
        var text => throw new InvalidOperationException($"{variable} is a whole number above 0, not {text}"),
    };
}
