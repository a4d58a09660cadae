namespace Risk.ServiceDefaults.Requests;

/// <summary>Gathers everything that is wrong with a request, so that the caller learns all of it at once.</summary>
public sealed class InputCheck
{
    private const int ReasonCharactersMax = 500;

    private readonly List<FieldFault> faults = [];

    public bool Failed => faults.Count > 0;

    /// <summary>Records a fault of the field unless the condition holds; answers whether it holds.</summary>
    public bool That(bool holds, string field, Text text)
    {
        if (!holds)
            faults.Add(new(field, text));
        return holds;
    }

    public bool Given(string? value, string field) =>
        That(!string.IsNullOrWhiteSpace(value), field, new("is required", "必填"));

    public bool NoLongerThan(int charactersMax, string? value, string field) =>
        That((value?.Length ?? 0) <= charactersMax, field,
            new($"is longer than {charactersMax} characters", $"超过 {charactersMax} 个字符"));

    /// <summary>Why somebody does what is asked: at most 500 characters, as the audit shows it.</summary>
    public bool Reason(string? value) => NoLongerThan(ReasonCharactersMax, value, "reason");

    public void ThrowIfAny()
    {
        if (Failed)
            throw Refuse.Invalid(faults);
    }
}

/// <summary>What is wrong with one field, by its path in the request.</summary>
public sealed record FieldFault(string Field, Text Text);
