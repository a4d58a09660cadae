using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Clients;

public sealed class OutsideClientTests
{
    private static readonly string[] Cases =
    [
        "unary_call", "server_stream", "client_stream", "duplex", "deadline_exceeded", "cancel", "five_megabytes",
        "too_large", "metadata", "error_details", "error_after_messages", "unimplemented", "compressed", "many_at_once",
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Grpcio_gets_what_it_asks_for(string? responseCompression)
    {
        // Debian's grpcio belongs to its own Python, which need not be the first on the path.
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var (code, output) = await RunAsync(python, "-c", "import grpc");
        code.ShouldBe(0, $"Install python3-grpcio (apt-get install python3-grpcio). {output}");

        await AllCasesHoldAsync([.. Cases, "healthy"], responseCompression, python, "grpcio_client.py");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Grpc_js_gets_what_it_asks_for(string? responseCompression)
    {
        Directory.Exists(Path.Combine(Folder(), "node_modules")).ShouldBeTrue(
            "Install @grpc/grpc-js: npm ci --prefix tests/Grpc/Clients");

        await AllCasesHoldAsync(Cases, responseCompression, "node", "grpc_js_client.js");
    }

    private static async Task AllCasesHoldAsync(
        string[] cases, string? responseCompression, string command, string script)
    {
        await using var server = await ProbeServer.StartAsync(services => services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = 6 * 1024 * 1024;
            options.ResponseCompressionAlgorithm = responseCompression;
        }));

        var (code, output) = await RunAsync(
            command, Path.Combine(Folder(), script), new Uri(server.Address).Authority);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(cases.Select(name => $"ok {name}"), true);
        code.ShouldBe(0);
    }

    private static async Task<(int Code, string Output)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Clients", "package.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Clients is nowhere above the tests.");
        }

        return Path.Combine(folder.FullName, "Clients");
    }
}
