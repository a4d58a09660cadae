using System.Diagnostics;
using System.Text.RegularExpressions;
using Risk.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Risk.Scoring.Tests.Orders;

/// <summary>The page for developers of ERPs: its examples are run as they stand there.</summary>
[Collection(ScoringCollection.Name)]
public sealed partial class ErpPageTests(ServiceFixture<ScoringService> scoring, ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "services", "Scoring");
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "ERP.md"));

    [Fact]
    public async Task The_examples_of_the_page_run_and_find_what_they_look_for()
    {
        await CustomerAsync("C-1001");
        var blocks = Shell().Matches(Page).Select(b => b.Groups["code"].Value).ToList();
        blocks.Count.ShouldBeGreaterThan(5);

        // Each line that looks for something fails when it finds nothing.
        var said = await BashAsync("set -euo pipefail\n" + string.Join('\n', blocks));

        output.WriteLine(said);
        said.ShouldContain("RESERVATION_STATE_CONFIRMED");
        said.ShouldContain("Passes if ");
        said.ShouldContain("CUSTOMER_NOT_FOUND");
    }

    [Fact]
    public async Task The_generated_client_of_the_page_checks_and_confirms()
    {
        var buyer = await CustomerAsync("C-2002");
        var desk = new OrderDesk(scoring.Client);

        var approved = await desk.CheckAsync("C-2002", "SO-1", 1, buyer.Money(30_000));
        var repeated = await desk.CheckAsync("C-2002", "SO-1", 1, buyer.Money(30_000));
        var held = await desk.CheckAsync("C-2002", "SO-2", 1, buyer.Money(30_000));
        await desk.SavedAsync(approved!);

        OrderDesk.MayGoAhead(approved!).ShouldBeTrue();
        repeated.ShouldBe(approved);
        OrderDesk.MayGoAhead(held!).ShouldBeFalse();
        OrderDesk.Reasons(held!).ShouldContain("Passes if 10,000.00 CNY is paid.");
        (await buyer.Exposure()).ShouldBe("orders 30000");
        await desk.GivenUpAsync((await desk.CheckAsync("C-2002", "SO-3", 1, buyer.Money(10)))!);
        (await buyer.Exposure()).ShouldBe("orders 30000");
    }

    [Fact]
    public async Task When_the_service_cannot_be_reached_nobody_has_decided()
    {
        using var nowhere = new Client.RiskClient(new()
        {
            Address = new Uri("http://127.0.0.1:9"),
            ApiKey = scoring.ApiKey,
            RetriesMax = 0,
        });

        var verdict = await new OrderDesk(nowhere).CheckAsync(
            "C-1001", "SO-1", 1, new() { Amount = "1.00", CurrencyCode = "CNY" });

        verdict.ShouldBeNull();
    }

    [Fact]
    public void The_page_shows_the_client_that_is_tested_here()
    {
        var tested = File.ReadAllText(Path.Combine(Repository.Root, "tests/Scoring/Orders/OrderDesk.cs"));

        tested.ShouldEndWith(Sharp().Match(Page).Groups["code"].Value);
    }

    [Fact]
    public void The_page_shows_the_same_examples_and_codes_in_chinese()
    {
        var chinese = File.ReadAllText(Path.Combine(Folder, "ERP.zh-CN.md"));

        Block().Matches(chinese).Select(b => b.Value).ShouldBe(Block().Matches(Page).Select(b => b.Value));
        Code().Matches(chinese).Select(c => c.Value).Distinct().Order()
            .ShouldBe(Code().Matches(Page).Select(c => c.Value).Distinct().Order());
    }

    [Fact]
    public void Every_reason_of_a_check_is_on_the_page()
    {
        var reasons = Directory
            .GetFiles(Path.Combine(Folder, "Orders", "Checks"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(code => Reason().Matches(code)).Select(m => m.Groups["reason"].Value).Distinct().ToList();

        reasons.Count.ShouldBeGreaterThan(25);
        reasons.ShouldAllBe(reason => Page.Contains($"`{reason}`"));
    }

    private async Task<Buyer> CustomerAsync(string number)
    {
        var buyer = await Buyer.WithLimit(scoring, 50_000,
            with: c => c.ExternalRefs.Add(new Types.V1.ExternalRef { System = "erp", Id = number }));
        return buyer;
    }

    private async Task<string> BashAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RISK"] = scoring.Address.ToString().TrimEnd('/'), ["KEY"] = scoring.ApiKey },
        })!;
        var (said, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        bash.ExitCode.ShouldBe(0, $"{await said}\n{await errors}");
        return await said;
    }

    [GeneratedRegex("```(sh|csharp)\n.*?```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("`[A-Z_]{6,}`")]
    private static partial Regex Code();

    [GeneratedRegex("```sh\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Shell();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Sharp();

    [GeneratedRegex("\"(?<reason>[A-Z]+(_[A-Z]+)+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();
}
