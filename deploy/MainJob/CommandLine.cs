using System.CommandLine;
using System.Globalization;
using System.Net;
using Grpc.Core;
using Spectre.Console;

namespace Risk.MainJob;

/// <summary>What the main job can be told.</summary>
internal static class CommandLine
{
    private const int PlainWidth = 170;

    public static RootCommand Build()
    {
        var address = Address("--address", "Address of the running suite.", "http://127.0.0.1:8080");
        var receiver = Address(
            "--receiver",
            "Where the suite reaches the main job, to post alerts: this machine at a free port when left out.");
        var key = new Option<FileInfo>("--key-file")
        {
            Description = "File with an administrator's API key.",
            Required = true,
        };
        var import = new Option<FileInfo[]>("--import")
        {
            Description = "A file to import instead of the sample; repeatable, each with its --mapping.",
        };
        var mapping = new Option<string[]>("--mapping")
        {
            Description = "The mapping of the --import at the same place: a file, or the name of a shipped one.",
        };
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "Day on which exposure and ageing are judged, YYYY-MM-DD; today when left out.",
            CustomParser = result =>
                DateOnly.TryParseExact(
                    result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var day)
                    ? day
                    : Fault<DateOnly?>(result, $"--as-of: '{result.Tokens[0].Value}' is not a day like 2026-01-31."),
        };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the tables to this file as JSON." };
        var companies = new Option<int>("--companies")
        {
            Description = "How many companies the sample has.",
            DefaultValueFactory = _ => 1000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of the sample: the same seed makes the same companies.",
            DefaultValueFactory = _ => 20260101,
        };

        var root = new RootCommand("Imports a portfolio, scores everyone, checks orders, and shows what came of it.")
        {
            address, key, import, mapping, asOf, json, receiver, companies, seed,
        };
        root.SetAction((parsed, cancellation) => RunAsync(
            () => new JobSettings
            {
                Address = parsed.GetRequiredValue(address)!,
                AdministratorKey = Key(parsed.GetRequiredValue(key)),
                Files = Pair(parsed.GetValue(import) ?? [], parsed.GetValue(mapping) ?? []),
                AsOf = parsed.GetValue(asOf) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
                Json = parsed.GetValue(json),
                Receiver = parsed.GetValue(receiver) ?? ReceiverFor(parsed.GetRequiredValue(address)!),
                Companies = parsed.GetValue(companies) is var count and >= 10 and <= 100_000
                    ? count
                    : throw new JobException("--companies is 10 to 100,000."),
                Seed = parsed.GetValue(seed),
            },
            cancellation));
        return root;
    }

    private static async Task<int> RunAsync(Func<JobSettings> settings, CancellationToken cancellation)
    {
        try
        {
            var page = await new Job(settings(), Terminal(), TimeProvider.System).RunAsync(cancellation);
            foreach (var fault in page.Faults())
                await Console.Error.WriteLineAsync($"WRONG: {fault}");
            return page.Faults().Any() ? 1 : 0;
        }
        catch (JobException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
        }
        catch (RpcException failure)
        {
            await Console.Error.WriteLineAsync($"The suite answered {failure.StatusCode}: {failure.Status.Detail}");
        }

        return 1;
    }

    private static string Key(FileInfo file) => file.Exists
        ? File.ReadAllText(file.FullName).Trim()
        : throw new JobException($"--key-file: there is no file '{file.FullName}'.");

    /// <summary>The terminal; a file or pipe gets plain text, wide enough for the tables.</summary>
    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        plain.Profile.Width = PlainWidth;
        return plain;
    }

    private static IReadOnlyList<FileToImport> Pair(FileInfo[] files, string[] mappings)
    {
        if (files.Length != mappings.Length)
        {
            throw new JobException(
                $"Each --import needs its --mapping: there are {files.Length} files and {mappings.Length} mappings.");
        }

        if (files.FirstOrDefault(file => !file.Exists) is { } missing)
            throw new JobException($"--import: there is no file '{missing.FullName}'.");
        return [.. files.Zip(mappings, (file, name) => new FileToImport(file, name))];
    }

    private static Option<Uri?> Address(string name, string description, string? usual = null) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual is null ? null : new Uri(usual),
        CustomParser = result =>
            Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri)
                ? uri
                : Fault<Uri>(result, $"{name}: '{result.Tokens[0].Value}' is not an address."),
    };

    /// <summary>A suite on another machine reaches this one by its name.</summary>
    private static Uri ReceiverFor(Uri suite) =>
        new($"http://{(suite.IsLoopback ? "127.0.0.1" : Dns.GetHostName())}:0");

    private static T? Fault<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
