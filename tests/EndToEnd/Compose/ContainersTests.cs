using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>The suite in containers, two of every service, from an empty folder to the end of the main job.</summary>
public sealed class ContainersTests : IAsyncLifetime
{
    private const string Companies = "60";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("risk-compose-");
    private readonly int port = FreePort();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (Directory.Exists(Path.Combine(folder.FullName, "compose")))
        {
            await RunAsync("bash", "deploy/run.sh", "--exit", "--data", folder.FullName);
            var (_, volumes) = await RunAsync("docker", "volume", "ls", "-q");
            var (_, project) = await RunAsync(
                "bash", "-c", $"echo \"risk-$(printf %s {folder.FullName} | cksum | cut -d' ' -f1)\"");
            var prefix = project.Trim() + "_";
            foreach (var volume in volumes.Split('\n').Where(v => v.StartsWith(prefix, StringComparison.Ordinal)))
                await RunAsync("docker", "volume", "rm", volume);
        }

        folder.Delete(recursive: true);
    }

    [DockerFact]
    public async Task The_main_job_runs_in_containers_and_only_the_proxy_answers()
    {
        var json = Path.Combine(folder.FullName, "tables.json");
        var (status, output) = await RunAsync(
            "bash", "deploy/run.sh", "--compose", "--scale", "2", "--data", folder.FullName, "--port", $"{port}",
            "--companies", Companies, "--json", json);

        status.ShouldBe(0, output);
        output.ShouldNotContain("rk_bootstrap_", Case.Sensitive, "keys are not printed");
        var page = JsonNode.Parse(await File.ReadAllTextAsync(json))!;
        page["audits"]!.AsArray().ShouldAllBe(audit => (bool)audit!["intact"]!);
        page["exposureByCurrency"]!.AsArray().ShouldAllBe(row => (bool)row!["reconciled"]!);
        ((int)page["alerts"]!["messages"]!).ShouldBeGreaterThan(0);
        ((int)page["alerts"]!["missing"]!).ShouldBe(0);
        using var caller = Caller();
        (await StatusAsync(caller, "/v1/holds")).ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/metrics", "/metrics/", "/METRICS"])
            (await StatusAsync(caller, path)).ShouldBe(HttpStatusCode.NotFound, path);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient caller, string path)
    {
        using var answer = await caller.GetAsync(new Uri(caller.BaseAddress!, path));
        return answer.StatusCode;
    }

    /// <summary>Trusts the certificate that the command has made, and no other.</summary>
    private HttpClient Caller()
    {
        var secrets = Path.Combine(folder.FullName, "compose");
        var trusted = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(secrets, "proxy_certificate")));
        var caller = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate?.GetCertHashString() == trusted.GetCertHashString(),
            },
        });
        caller.BaseAddress = new Uri($"https://localhost:{port}");
        caller.DefaultRequestHeaders.Add(
            "X-Api-Key", File.ReadAllText(Path.Combine(secrets, "bootstrap_key")).Trim());
        return caller;
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
