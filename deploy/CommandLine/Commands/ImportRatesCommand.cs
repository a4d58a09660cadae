using System.CommandLine;
using Risk.CommandLine.Files;
using Risk.CommandLine.Suite;
using Risk.Scoring.V1;

namespace Risk.CommandLine.Commands;

/// <summary>risk import-rates: a file of exchange rates into a running suite.</summary>
internal static class ImportRatesCommand
{
    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV in UTF-8 with a header line." };
        var columns = new RateColumns();
        var suite = new SuiteChoices();
        var command = new Command("import-rates", "Imports exchange rates into a running suite.") { file };
        columns.AddTo(command);
        suite.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!path.Exists)
                throw new CommandException($"There is no file {path.FullName}.");
            return await ImportRates.RunAsync(
                suite.Read(parsed), path, columns.Read(parsed), output, cancellation);
        });
        return command;
    }
}

/// <summary>What the columns of a file of rates are called, and how it is written.</summary>
internal sealed class RateColumns
{
    private readonly List<(Option<string?> Option, Action<ImportExchangeRatesRequest, string> Set)> texts =
    [
        (Text("--source", "Who says so where the file does not, such as ECB."), (r, v) => r.Source = v),
        (Text("--source-column", "Column of who says so; source unless given."), (r, v) => r.SourceColumn = v),
        (Text("--from-column", "Column of the currency that is worth so much; from unless given."),
            (r, v) => r.FromColumn = v),
        (Text("--to-column", "Column of the other currency; to unless given."), (r, v) => r.ToColumn = v),
        (Text("--rate-column", "Column of the rate; rate unless given."), (r, v) => r.RateColumn = v),
        (Text("--day-column", "Column of the day; valid_on unless given."), (r, v) => r.ValidOnColumn = v),
        (Text("--base", "The currency of every row whose file has no column for it."),
            (r, v) => r.BaseCurrencyCode = v),
        (Text("--delimiter", "What stands between values; a comma unless given."), (r, v) => r.Delimiter = v),
        (Text("--date-format", "How days are written, such as dd.MM.yyyy."), (r, v) => r.DateFormat = v),
    ];

    private readonly Option<bool> decimalComma = new("--decimal-comma")
    {
        Description = "Rates are written with a comma.",
    };

    public void AddTo(Command command)
    {
        foreach (var (option, _) in texts)
            command.Options.Add(option);
        command.Options.Add(decimalComma);
    }

    public ImportExchangeRatesRequest Read(ParseResult parsed)
    {
        var request = new ImportExchangeRatesRequest { DecimalComma = parsed.GetValue(decimalComma) };
        foreach (var (option, set) in texts)
            set(request, parsed.GetValue(option) ?? "");
        return request;
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };
}
