using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Mappings;

/// <summary>What is wrong with a mapping, and in which line of its text.</summary>
internal sealed record MappingFault(long Line, Text Text);

/// <summary>A mapping that cannot be used: all that is wrong with it.</summary>
internal sealed class MappingException(IReadOnlyList<MappingFault> faults)
    : Exception(string.Join("; ", faults.Select(f => $"line {f.Line}: {f.Text.En}")))
{
    public IReadOnlyList<MappingFault> Faults { get; } = faults;

    public Refusal ToRefusal() => Refuse.Invalid(
        [.. Faults.Select(f => new FieldFault("yaml", new($"line {f.Line}: {f.Text.En}",
            $"第 {f.Line} 行：{f.Text.Zh}")))],
        "WRONG_MAPPING");
}
