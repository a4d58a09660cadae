using System.CommandLine;
using Google.Protobuf;
using Risk.CommandLine.Files;
using Risk.Scoring.V1;

namespace Risk.CommandLine.Suite;

/// <summary>The options that say which days of a suite's own history to learn from.</summary>
internal sealed class HistoryChoices
{
    private readonly Option<string?> from = new("--history-from")
    {
        Description = "Without a file: observe the customers of the running suite from this day on.",
    };

    private readonly Option<string?> to = new("--history-to") { Description = "The last day of observation." };

    private readonly Option<int> every = new("--every-months")
    {
        Description = "Months from one observation to the next.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<FileInfo?> outcome = new("--outcome")
    {
        Description = "JSON of what to predict, such as {\"pastDueDays\":60,\"windowMonths\":6}; what it leaves out is "
            + "as the suite defines it.",
    };

    private readonly Option<bool> dated = new("--documents-count-from-their-day")
    {
        Description = "For history that was imported later than it happened: else a document counts from the day on "
            + "which it was recorded.",
    };

    private readonly Option<FileInfo?> keep = new("--keep")
    {
        Description = "Write the cases to this CSV too.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[from, to, every, outcome, dated, keep])
            command.Options.Add(option);
    }

    public FileInfo? KeepIn(ParseResult parsed) => parsed.GetValue(keep);

    public BuildSampleRequest Read(ParseResult parsed)
    {
        if (parsed.GetValue(from) is not { } first || parsed.GetValue(to) is not { } last)
            throw new CommandException("Give a file of cases, or --history-from and --history-to with --key.");
        return new()
        {
            ObservedFrom = new() { Value = first },
            ObservedUntil = new() { Value = last },
            EveryMonths = parsed.GetValue(every),
            Outcome = parsed.GetValue(outcome) is { } file ? Outcome(file) : null,
            DocumentsKnown = parsed.GetValue(dated) ? DocumentsKnown.Issued : DocumentsKnown.Recorded,
        };
    }

    private static OutcomeDefinition Outcome(FileInfo file)
    {
        if (!file.Exists)
            throw new CommandException($"There is no file {file.FullName}.");
        try
        {
            return OutcomeDefinition.Parser.ParseJson(File.ReadAllText(file.FullName));
        }
        catch (InvalidProtocolBufferException wrong)
        {
            throw new CommandException($"{file.Name}: {wrong.Message}");
        }
        catch (InvalidJsonException wrong)
        {
            throw new CommandException($"{file.Name}: {wrong.Message}");
        }
    }
}
