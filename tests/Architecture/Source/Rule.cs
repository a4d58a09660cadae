using Xunit.Sdk;

namespace Risk.Architecture.Tests.Source;

/// <summary>States a rule of the house and who breaks it.</summary>
internal static class Rule
{
    private const int ShownMax = 40;

    /// <param name="instead">What to do instead: the message of the failure.</param>
    public static void Holds(string instead, IEnumerable<string> broken)
    {
        var all = broken.ToList();
        if (all.Count > 0)
            throw new XunitException($"{instead}\n  {string.Join("\n  ", all.Take(ShownMax))}"
                + (all.Count > ShownMax ? $"\n  … and {all.Count - ShownMax} more" : ""));
    }
}
