using System.Text;
using Google.Api;
using Google.Protobuf;
using Risk.Client;
using Risk.CommandLine.Commands;
using Risk.Scoring.V1;

namespace Risk.CommandLine.Suite;

/// <summary>Sends a file of exchange rates to the suite, piece by piece, and tells what became of its rows.</summary>
internal static class ImportRates
{
    private const int PieceBytes = 1024 * 1024;
    private const int PieceRows = 10_000;

    public static async Task<int> RunAsync(
        RiskClientOptions suite, FileInfo file, ImportExchangeRatesRequest settings, TextWriter output,
        CancellationToken cancellation)
    {
        using var client = new RiskClient(suite);
        var lines = await File.ReadAllLinesAsync(file.FullName, cancellation);
        var (sum, before) = (new ImportExchangeRatesResponse(), 0);
        await Progress.RunAsync($"import {file.Name}", lines.Length, async report =>
        {
            foreach (var piece in Pieces(lines))
            {
                var request = settings.Clone();
                request.File = new HttpBody { Data = ByteString.CopyFromUtf8(string.Join('\n', [lines[0], .. piece])) };
                var answer = await client.ExchangeRates.ImportExchangeRatesAsync(
                    request, cancellationToken: cancellation);
                Add(sum, answer, before);
                report(before += piece.Count);
            }
            return sum;
        });
        await output.WriteLineAsync($"{sum.Rows} rows: {sum.Recorded} rates recorded, {sum.Refused} refused");
        foreach (var rate in sum.RefusedRates)
        {
            await output.WriteLineAsync(
                $"  line {rate.Line}, {rate.Column}: '{rate.Value}' {rate.Reason} ({rate.Rule})");
        }
        if (sum.Refused > sum.RefusedRates.Count)
            await output.WriteLineAsync($"  and {sum.Refused - sum.RefusedRates.Count} more");
        return sum.Refused == 0 ? 0 : 1;
    }

    /// <summary>Each goes with the file's header; together they are all the rows below it.</summary>
    private static IEnumerable<List<string>> Pieces(string[] lines)
    {
        if (lines.Length < 2)
        {
            yield return [];
            yield break;
        }
        var (piece, bytes) = (new List<string>(), 0);
        foreach (var line in lines.Skip(1))
        {
            var more = Encoding.UTF8.GetByteCount(line) + 1;
            if (piece.Count == PieceRows || bytes + more > PieceBytes - Encoding.UTF8.GetByteCount(lines[0]) - 1)
            {
                yield return piece;
                (piece, bytes) = ([], 0);
            }
            piece.Add(line);
            bytes += more;
        }
        yield return piece;
    }

    /// <summary>A line of a piece is so many lines further down in the file.</summary>
    private static void Add(ImportExchangeRatesResponse sum, ImportExchangeRatesResponse piece, int linesBefore)
    {
        sum.Rows += piece.Rows;
        sum.Recorded += piece.Recorded;
        sum.Refused += piece.Refused;
        foreach (var rate in piece.RefusedRates)
            rate.Line += linesBefore;
        sum.RefusedRates.AddRange(piece.RefusedRates);
    }
}
