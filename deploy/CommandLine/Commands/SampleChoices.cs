using System.CommandLine;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Models;

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

    private readonly Option<double> holdOut = new("--hold-out")
    {
        Description = "Keep this share of the rows from learning, drawn by the seed, and measure the model on them.",
    };

    private readonly Option<string?> outcome = new("--bad-means")
    {
        Description = "What counted as bad, such as \"90 days past due within 12 months\"; for the report.",
    };

    private readonly Option<string?> period = new("--period")
    {
        Description = "The period of the data, for the report; else the first and last value of --time.",
    };

    private readonly Option<string?> asOf = new("--as-of")
    {
        Description = "The moment as of which the inputs were known, such as \"day of application\"; for the report.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[target, exclude, group, time, until, holdOut, outcome, period, asOf])
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
            HoldOut = parsed.GetValue(holdOut),
        };
        if (columns.Time is null != columns.Until is null)
            throw new CommandException("--time and --until go together.");
        if (columns.HoldOut is not (>= 0 and < 1))
            throw new CommandException("--hold-out: a share from 0 to below 1.");
        return columns.Time is null || columns.HoldOut == 0
            ? columns
            : throw new CommandException("--hold-out and --until each say what is kept from learning: give one.");
    }

    /// <summary>What the model shall say of itself.</summary>
    public IEnumerable<ModelNote> Notes(ParseResult parsed, string? learntPeriod) =>
        new (string Name, string? Value)[]
        {
            ("outcome", parsed.GetValue(outcome)), ("period", parsed.GetValue(period) ?? learntPeriod),
            ("as_of", parsed.GetValue(asOf)),
        }.Where(n => n.Value is not null).Select(n => new ModelNote(n.Name, n.Value!));
}
