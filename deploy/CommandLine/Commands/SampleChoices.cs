using System.CommandLine;
using Risk.CommandLine.Files;

namespace Risk.CommandLine.Commands;

/// <summary>The options that say which columns of a file are what.</summary>
internal sealed class SampleChoices
{
    private readonly Option<string> target = new("--target")
    {
        Description = "The column that is 1 where the bad outcome came about, else 0.",
        DefaultValueFactory = _ => "target",
    };

    private readonly Option<string[]> exclude = new("--exclude")
    {
        Description = "Columns that are no inputs: names, and what is known only after the outcome.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> group = new("--group")
    {
        Description = "Rows with the same value in this column, such as one company's years, stay together.",
    };

    private readonly Option<string?> time = new("--time") { Description = "The column that orders rows in time." };

    private readonly Option<string?> until = new("--until")
    {
        Description = "Learn from rows up to this value of --time; later ones measure the model out of time.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[target, exclude, group, time, until])
            command.Options.Add(option);
    }

    public string? UntilIn(ParseResult parsed) => parsed.GetValue(until);

    public SampleColumns Read(ParseResult parsed)
    {
        var columns = new SampleColumns
        {
            Target = parsed.GetValue(target)!,
            Excluded = parsed.GetValue(exclude) ?? [],
            Group = parsed.GetValue(group),
            Time = parsed.GetValue(time),
            Until = parsed.GetValue(until),
        };
        return columns.Time is null == columns.Until is null
            ? columns
            : throw new CommandException("--time and --until go together.");
    }
}
