using System.Text.RegularExpressions;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Compose;

/// <summary>What docker-compose.yml and the image promise: nothing is open, root, or secret in them.</summary>
public sealed partial class ComposeFileTests
{
    // Their images begin as root to own their volume and go on as a user of their own.
    private static readonly string[] OwnUser = ["postgres", "rabbitmq"];

    public static TheoryData<string> Services => [.. ComposeFile.Services.Keys];

    public static TheoryData<string> RiskServices => [.. ProxyRoutes.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_container_is_confined(string name)
    {
        var service = ComposeFile.Services[name];
        service.At("read_only").Text.ShouldBe("true");
        service.At("cap_drop").Items.ShouldHaveSingleItem().Text.ShouldBe("ALL");
        service.At("security_opt").Items.ShouldHaveSingleItem().Text.ShouldBe("no-new-privileges:true");
        service.At("privileged").IsAbsent.ShouldBeTrue();
        service.At("network_mode").IsAbsent.ShouldBeTrue();
        service.At("mem_limit").Text.ShouldMatch("^[0-9]+m$");
        service.At("restart").Text.ShouldBe(name == "job" ? "no" : "unless-stopped");
        if (OwnUser.Contains(name))
            service.At("cap_add").Items.ShouldNotBeEmpty();
        else
            service.At("user").Text.ShouldMatch("^[1-9][0-9]+:[1-9][0-9]+$");
    }

    [Fact]
    public void Only_the_proxy_is_published_and_only_to_this_machine()
    {
        var published = ComposeFile.Services.Where(service => service.Value.At("ports").Items.Count > 0).ToList();
        published.ShouldHaveSingleItem().Key.ShouldBe("proxy");
        published[0].Value.At("ports").Items.ShouldHaveSingleItem().Text.ShouldStartWith("127.0.0.1:");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void No_secret_stands_in_the_settings_of_a_container(string name)
    {
        foreach (var (setting, value) in ComposeFile.Services[name].At("environment").Members)
        {
            value.Text.ShouldNotMatch("(?i)password *=", setting);
            value.Text.ShouldNotMatch("://[^/@]*:[^/@]*@", setting);
            if (SecretSetting().IsMatch(setting))
            {
                setting.ShouldEndWith("File");
                value.Text.ShouldStartWith("/run/secrets/");
                SecretsOf(name).ShouldContain(Path.GetFileName(value.Text));
            }
        }
    }

    [Fact]
    public void Secrets_are_files_that_the_run_command_makes_and_nobody_commits()
    {
        var maker = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "compose.sh"));
        foreach (var (name, secret) in ComposeFile.Secrets)
        {
            secret.At("file").Text.ShouldBe($"${{RISK_SECRETS:-./.data/compose}}/{name}");
            var made = ProxyRoutes.Services.Select(s => name.Replace(s + "_", "${service}_", StringComparison.Ordinal));
            made.Any(m => SecretMade(maker, m)).ShouldBeTrue($"deploy/compose.sh makes no secret {name}");
        }
        File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")).ShouldContain(".data/");
    }

    [Theory]
    [MemberData(nameof(RiskServices))]
    public void A_service_says_when_it_is_ready_and_waits_for_what_it_needs(string name)
    {
        var service = ComposeFile.Services[name];
        service.At("healthcheck").At("test").Items.Select(i => i.Text).ShouldBe(["CMD", "/app/service", "--health"]);
        foreach (var needed in OwnUser)
            service.At("depends_on").At(needed).At("condition").Text.ShouldBe("service_healthy");
        ComposeFile.Services["proxy"].At("depends_on").At(name).At("condition").Text.ShouldBe("service_healthy");
        var settings = service.At("environment").Members;
        foreach (var producer in ProxyRoutes.Services)
            settings[$"RISK__Producers__{producer}__Address"].Text.ShouldBe($"http://{producer}:8080");
        settings["RISK__Database__Runtime"].Text.ShouldEndWith($"Username=risk_{name}");
        service.At("volumes").Items.Select(v => v.Text).ShouldContain($"{name}:/var/lib/risk");
    }

    [Fact]
    public void The_image_runs_without_root_and_knows_every_project_that_it_is_built_from()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "deploy", "Dockerfile"));
        lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)).ShouldMatch("^USER [1-9][0-9]+$");
        var copied = lines.Select(line => CopiedProject().Match(line)).Where(m => m.Success)
            .Select(m => m.Groups["path"].Value).ToHashSet(StringComparer.Ordinal);
        var folders = (string[])["contracts", "services", "deploy/MainJob"];
        var projects = folders
            .SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));
        copied.ShouldBe(projects, ignoreOrder: true);
        File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"))
            .First(line => line.Length > 0 && line[0] != '#').ShouldBe("*", "only what is named is sent to the build");
    }

    private static IEnumerable<string> SecretsOf(string service) => ComposeFile.Services[service].At("secrets").Items
        .Select(secret => secret.Text.Length > 0 ? secret.Text : secret.At("target").Text);

    private static bool SecretMade(string script, string name) =>
        Regex.IsMatch(script, $"secret \"?{Regex.Escape(name)}\"? ", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex("(Password|Key)(File)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretSetting();

    [GeneratedRegex(@"^COPY (?<path>\S+\.csproj) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CopiedProject();
}
