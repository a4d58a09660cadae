namespace Risk.Intake.Values;

/// <summary>The name by which another system knows something.</summary>
internal readonly record struct ExternalRef(string System, string Id);
