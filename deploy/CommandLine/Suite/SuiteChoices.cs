using System.CommandLine;
using Risk.Client;
using Risk.CommandLine.Files;

namespace Risk.CommandLine.Suite;

/// <summary>Where the suite is, and the key by which it knows the caller.</summary>
internal sealed class SuiteChoices
{
    private readonly Option<string> address = new("--address")
    {
        Description = "Address of the suite.",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = "API key; else the environment's RISK_KEY.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("RISK_KEY"),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(address);
        command.Options.Add(key);
    }

    public RiskClientOptions Read(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(address), UriKind.Absolute, out var uri))
            throw new CommandException($"--address {parsed.GetValue(address)}: is not an address.");
        return new()
        {
            Address = uri,
            ApiKey = parsed.GetValue(key) ?? throw new CommandException("Give --key, or set RISK_KEY."),
        };
    }
}
