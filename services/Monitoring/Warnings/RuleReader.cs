using System.Text.Json;
using System.Text.Json.Serialization;
using Risk.Monitoring.Indicators;

namespace Risk.Monitoring.Warnings;

/// <summary>Rules that cannot be used: every fault, each with its rule.</summary>
internal sealed class RuleException(IReadOnlyList<string> faults)
    : Exception("The warning rules cannot be used:\n" + string.Join('\n', faults.Select(f => "  " + f)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads rules from JSON and refuses those that are not sound.</summary>
internal static class RuleReader
{
    private const string Name = "Risk.Monitoring.Warnings.Rules.json";

    public static RuleSet ReadShipped()
    {
        using var file = typeof(RuleReader).Assembly.GetManifestResourceStream(Name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return Read(bytes.ToArray());
    }

    public static RuleSet Read(ReadOnlySpan<byte> json)
    {
        RuleSet? rules;
        try
        {
            rules = JsonSerializer.Deserialize(json, RuleJson.Default.RuleSet);
        }
        catch (JsonException wrong)
        {
            throw new RuleException([$"{wrong.Path ?? "$"}, line {wrong.LineNumber + 1}: {wrong.Message}"]);
        }
        var faults = rules is null ? ["$: is null"] : Faults(rules).ToList();
        return faults.Count == 0 ? rules! : throw new RuleException(faults);
    }

    private static IEnumerable<string> Faults(RuleSet rules)
    {
        if (rules.Version < 1)
            yield return "version: must be at least 1";
        foreach (var twice in rules.Rules.GroupBy(r => r.Rule, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"{twice.Key}: is there {twice.Count()} times";
        foreach (var rule in rules.Rules)
        {
            foreach (var fault in Faults(rule))
                yield return $"{rule.Rule}: {fault}";
        }
    }

    private static IEnumerable<string> Faults(WarningRule rule)
    {
        if (rule.Version < 1)
            yield return "version must be at least 1";
        if (rule.Rule.Length == 0 || rule.Rule.Any(c => c != '_' && !char.IsAsciiLetterUpper(c)))
            yield return "a rule is named in upper case, such as OVERDUE_SHARE_HIGH";
        foreach (var name in rule.Requires.Select(r => r.Indicator).Prepend(rule.Indicator))
        {
            if (IndicatorCatalogue.Find(name) is null)
                yield return $"there is no indicator {name}";
        }
        if (!rule.Text.En.Contains("{value}", StringComparison.Ordinal)
            || !rule.Text.Zh.Contains("{value}", StringComparison.Ordinal))
        {
            yield return "both texts must say the {value}";
        }
        if (rule.Levels.Count == 0)
            yield return "has no level";
        foreach (var required in rule.Requires.Where(r => r.ClearBelow > r.AtLeast))
        {
            yield return FormattableString.Invariant(
                $"{required.Indicator} is required at {required.AtLeast} and cleared below {required.ClearBelow}");
        }
        foreach (var level in rule.Levels.Where(l => l.ClearBelow > l.RaiseAt))
        {
            yield return FormattableString.Invariant(
                $"{level.Severity} is cleared below {level.ClearBelow} and raised at {level.RaiseAt}");
        }
        foreach (var (milder, graver) in rule.Levels.Zip(rule.Levels.Skip(1)))
        {
            if (graver.Severity <= milder.Severity || graver.RaiseAt <= milder.RaiseAt
                || graver.ClearBelow <= milder.ClearBelow)
            {
                yield return $"{graver.Severity} is not graver and higher than {milder.Severity} before it";
            }
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RuleSet))]
internal sealed partial class RuleJson : JsonSerializerContext;
