using System.Globalization;
using System.Text;
using CsvHelper;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExchangeRates;

/// <summary>A row that is wrong: where, and by which rule.</summary>
internal sealed record RefusedRate(long Line, string Column, RateFault Fault, string Value);

/// <summary>The rates of a CSV file by the names of its columns. Pure: it reads text and keeps nothing.</summary>
internal sealed class RateFile
{
    public const int RowsMax = 10_000;

    private readonly V1.ImportExchangeRatesRequest settings;
    private readonly Dictionary<string, int> header;

    private RateFile(V1.ImportExchangeRatesRequest settings, Dictionary<string, int> header) =>
        (this.settings, this.header) = (settings, header);

    public List<V1.ExchangeRate> Rates { get; } = [];

    public List<RefusedRate> Refused { get; } = [];

    public int Rows { get; private set; }

    public static async Task<RateFile> ReadAsync(V1.ImportExchangeRatesRequest settings, CancellationToken ct)
    {
        using var text = new StreamReader(
            new MemoryStream(settings.File.Data.ToByteArray()), new UTF8Encoding(false, throwOnInvalidBytes: true));
        await using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = settings.Delimiter.Length > 0 ? settings.Delimiter[0] : ',',
            HasHeader = false,
            TrackLineNumbers = true,
            OnMalformedRecord = RefuseUnclosed,
        });
        try
        {
            var file = new RateFile(settings, await HeaderAsync(reader, ct));
            file.CheckColumns();
            while (await reader.ReadAsync(ct))
                file.Take(reader);
            return file;
        }
        catch (Exception wrong) when (wrong is CsvFormatException or DecoderFallbackException)
        {
            throw Unreadable(reader.LineNumber);
        }
    }

    // The quote has swallowed all rows after it.
    private static void RefuseUnclosed(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw Unreadable(record.LineNumber);
    }

    private static Exception Unreadable(long line) => Refuse.Invalid("file", new(
        $"cannot be read as CSV in UTF-8 after line {line}", $"第 {line} 行之后无法按 UTF-8 的 CSV 读取"));

    private static async Task<Dictionary<string, int>> HeaderAsync(CsvReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct))
            throw Refuse.Invalid("file", new("has no header line", "没有表头行"));
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < reader.FieldCount; i++)
            columns.TryAdd(reader.GetString(i).Trim(), i);
        return columns;
    }

    private void CheckColumns()
    {
        var check = new InputCheck();
        var hasBase = settings.BaseCurrencyCode.Length > 0;
        string[] needed =
        [
            Rate, ValidOn, .. hasBase ? [] : new[] { From, To }, .. settings.Source.Length > 0 ? [] : new[] { Source },
        ];
        foreach (var column in needed.Where(c => !header.ContainsKey(c)))
            check.That(false, "file", new($"has no column '{column}'", $"没有“{column}”列"));
        check.That(!hasBase || header.ContainsKey(From) != header.ContainsKey(To), "base_currency_code", new(
            "needs a file with a column for the other currency alone", "仅用于只含另一种货币列的文件"));
        check.ThrowIfAny();
    }

    private void Take(CsvReader row)
    {
        if (row.FieldCount == 1 && string.IsNullOrWhiteSpace(row.GetString(0)))
            return;
        if (++Rows > RowsMax)
            throw Refuse.Invalid("file", new($"has more than {RowsMax} rows", $"超过 {RowsMax} 行"));
        var rate = new V1.ExchangeRate
        {
            FromCurrencyCode = Cell(row, From, settings.BaseCurrencyCode).ToUpperInvariant(),
            ToCurrencyCode = Cell(row, To, settings.BaseCurrencyCode).ToUpperInvariant(),
            Rate = new() { Value = settings.DecimalComma ? Cell(row, Rate).Replace(',', '.') : Cell(row, Rate) },
            ValidOn = new() { Value = Day(Cell(row, ValidOn)) },
            Source = Cell(row, Source, settings.Source),
        };
        var faults = RateRules.Broken(rate).ToList();
        if (faults.Count == 0)
            Rates.Add(rate);
        else
            TurnDown(row, faults[0]);
    }

    private void TurnDown(CsvReader row, RateFault fault)
    {
        var column = ColumnOf(fault.Field);
        Refused.Add(new(row.LineNumber, column, fault, Cell(row, column)));
    }

    private string From => Named(settings.FromColumn, "from");
    private string To => Named(settings.ToColumn, "to");
    private string Rate => Named(settings.RateColumn, "rate");
    private string ValidOn => Named(settings.ValidOnColumn, "valid_on");
    private string Source => Named(settings.SourceColumn, "source");

    private string ColumnOf(string field) => field switch
    {
        "from_currency_code" => From,
        "to_currency_code" => To,
        "rate" => Rate,
        "valid_on" => ValidOn,
        _ => Source,
    };

    private string Cell(CsvReader row, string column, string otherwise = "") =>
        header.TryGetValue(column, out var place) && place < row.FieldCount
            && row.GetString(place).Trim() is { Length: > 0 } text
            ? text
            : otherwise;

    /// <summary>As the contract writes it; what cannot be read stays, and is refused.</summary>
    private string Day(string text) => settings.DateFormat.Length > 0 && DateOnly.TryParseExact(
        text, settings.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : text;

    private static string Named(string given, string usual) => given.Length > 0 ? given : usual;
}
