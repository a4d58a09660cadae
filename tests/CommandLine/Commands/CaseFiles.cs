using System.Globalization;
using System.IO.Compression;
using System.Text;
using Risk.CommandLine.Commands;
using Risk.Scoring.Engine.Samples;

namespace Risk.CommandLine.Tests.Commands;

/// <summary>Files of made-up cases in a folder of their own, and commands that run on them.</summary>
public sealed class CaseFiles : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-command-");

    public string Cases { get; }

    public CaseFiles()
    {
        var text = new StringBuilder("year,debt,sector,code,written_off_on,target\n");
        var random = new SeededRandom(20260101);
        for (var i = 0; i < 1_500; i++)
        {
            var debt = random.Share();
            var sector = (string[])["trade", "building", "farming"];
            var at = random.Below(3);
            var code = random.Share() < 0.2 ? -9 : random.Share();
            var bad = random.Share() < 0.05 + 0.4 * debt * debt + (at == 1 ? 0.1 : 0) + (code < 0 ? 0.1 : 0);
            text.Append(CultureInfo.InvariantCulture,
                $"{2015 + i / 150},{(random.Share() < 0.1 ? "" : $"{debt:0.0000}")},{sector[at]},{code:0.000},"
                + $"{(bad ? "2024" : "")},{(bad ? 1 : 0)}\n");
        }
        Cases = Path("cases.csv.gz");
        using var file = new GZipStream(File.Create(Cases), CompressionLevel.Fastest);
        file.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await RiskCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => folder.Delete(recursive: true);
}
