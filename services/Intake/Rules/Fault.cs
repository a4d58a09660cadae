using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Rules;

/// <summary>A broken rule: at which field, by which name, in words, and the value that broke it.</summary>
internal sealed record Fault(string Field, string Rule, Text Text, string Value = "");
