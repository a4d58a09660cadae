using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Rules;

/// <summary>The rules that one record breaks; reused from row to row, since most rows break none.</summary>
internal sealed class Faults
{
    private readonly List<Fault> found = [];

    public bool Any => found.Count > 0;

    public IReadOnlyList<Fault> All => found;

    /// <summary>Records a broken rule unless the condition holds; answers whether it holds.</summary>
    public bool That(bool holds, string field, string rule, Text text, string value = "")
    {
        if (!holds)
            found.Add(new Fault(field, rule, text, value));
        return holds;
    }

    public void Add(Fault fault) => found.Add(fault);

    public void Clear() => found.Clear();

    /// <summary>Takes out what was found after so many, and answers the first of it.</summary>
    public Fault? CutFrom(int count)
    {
        var first = found.Count > count ? found[count] : null;
        found.RemoveRange(count, found.Count - count);
        return first;
    }

    public bool NoLongerThan(int charactersMax, string? value, string field) =>
        (value?.Length ?? 0) <= charactersMax || That(false, field, "TOO_LONG",
            new($"is longer than {charactersMax} characters", $"超过 {charactersMax} 个字符"), value!);

    public bool Given(string? value, string field) =>
        !string.IsNullOrWhiteSpace(value) || That(false, field, "REQUIRED", new("is required", "必填"));

    /// <summary>
    /// Refuses the request with everything that is wrong, naming the first broken rule as the reason.
    /// </summary>
    public void ThrowIfAny(string path)
    {
        if (Any)
            throw Refuse.Invalid([.. found.Select(f => new FieldFault(At(path, f.Field), f.Text))], found[0].Rule);
    }

    private static string At(string path, string field) =>
        path.Length == 0 ? field : field.Length == 0 ? path : $"{path}.{field}";
}
