using Risk.Intake.Rules;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Mappings.Expressions;

/// <summary>
/// The values of one row: its columns, then the derived ones; and what went wrong while they were found.
/// </summary>
internal sealed class RowValues(int count, FileFormats formats)
{
    public Value[] Slots { get; } = new Value[count];

    public FileFormats Formats { get; } = formats;

    public Faults Faults { get; } = new();

    /// <summary>What is being worked out, for the report of a fault.</summary>
    public string Field { get; set; } = "";

    /// <summary>A calculation that cannot be done refuses the row and gives nothing.</summary>
    public Value Fail(string rule, Text text, string value)
    {
        Faults.Add(new Fault(Field, rule, text, value));
        return Value.Null;
    }
}
