using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

/// <summary>The service as it comes, but for http, and with names that lead where a test wants.</summary>
public sealed class CarefulAlerting : AlertingFixture
{
    internal Dictionary<string, IPAddress[]> Names { get; } = new(StringComparer.Ordinal);

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.Configure(builder);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Webhooks:AllowPrivateTargets", "false"),
            new("Webhooks:TrustedTargets", "meant.example:8090, metadata.example:8090"),
        ]);
        builder.Services.AddSingleton<ResolveHost>((host, _) => Task.FromResult(Names.GetValueOrDefault(host, [])));
    }
}

public sealed class TargetsTests(CarefulAlerting alerting) : IClassFixture<CarefulAlerting>
{
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1:8080/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://172.31.0.1/")]
    [InlineData("http://192.168.1.1/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://inside.example/")]
    [InlineData("http://both.example/")]
    public async Task What_is_not_on_the_public_internet_is_refused_when_subscribing(string url)
    {
        alerting.Names["inside.example"] = [IPAddress.Parse("10.0.0.7")];
        alerting.Names["both.example"] = [IPAddress.Parse("93.184.215.14"), IPAddress.Loopback];

        var refused = await Should.ThrowAsync<RpcException>(async () => await SubscribeAsync(url));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldBe("subscription.url: leads to this machine or a private network");
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("64:ff9b::808:808")]
    public void Public_addresses_are_known(string address) =>
        PublicAddresses.Contain(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("http://meant.example:8090/hooks", "10.0.0.7", "")]
    [InlineData("http://meant.example:8091/hooks", "10.0.0.7", "leads to this machine or a private network")]
    [InlineData("http://meant.example/hooks", "10.0.0.7", "leads to this machine or a private network")]
    [InlineData("http://metadata.example:8090/", "169.254.169.254", "leads to this machine or a private network")]
    public async Task A_private_target_that_is_meant_is_trusted_by_host_and_port(
        string url, string address, string fault)
    {
        alerting.Names[new Uri(url).Host] = [IPAddress.Parse(address)];
        var targets = alerting.Services.GetRequiredService<Targets>();

        ((await targets.FaultAsync(url, default))?.En ?? "").ShouldBe(fault);
    }

    [Theory]
    [InlineData("http://meant.example:8090/", "")]
    [InlineData("http://other.example:8090/", "must be an https address")]
    public async Task A_target_that_is_meant_needs_no_tls(string url, string fault)
    {
        var settings = new WebhookSettings { TrustedTargets = "meant.example:8090" };
        var targets = new Targets(settings, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        ((await targets.FaultAsync(url, default))?.En ?? "").ShouldBe(fault);
    }

    [Theory]
    [InlineData("job:8090, 127.0.0.1:9000", "")]
    [InlineData("job", "TrustedTargets: 'job' is not a host:port such as receiver:8090")]
    [InlineData("http://job:8090", "TrustedTargets: 'http://job:8090' is not a host:port such as receiver:8090")]
    [InlineData("job:8090/hooks", "TrustedTargets: 'job:8090/hooks' is not a host:port such as receiver:8090")]
    public void Trusted_targets_are_named_with_their_port(string text, string fault) =>
        string.Join('|', new WebhookSettings { TrustedTargets = text }.Faults()).ShouldBe(fault);

    [Fact]
    public async Task A_name_that_moves_into_a_private_network_later_leads_nowhere()
    {
        await using var receiver = await Receiver.StartAsync();
        alerting.Names["moving.example"] = [IPAddress.Parse("93.184.215.14")];
        var id = await SubscribeAsync($"http://moving.example:{receiver.Address.Port}/hooks");
        alerting.Names["moving.example"] = [IPAddress.Loopback];
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Critical);
        await AlertingFixture.UntilAsync(async () => (await AttemptsAsync(id)).Count == 1, "the attempt in the log");

        var attempt = (await AttemptsAsync(id))[0];
        (attempt.StatusCode, attempt.Error).ShouldBe(
            (0, "the target is on this machine or in a private network"));
        receiver.All.ShouldBeEmpty();
    }

    private async Task<string> SubscribeAsync(string url) =>
        (await alerting.Client.Subscriptions.CreateSubscriptionAsync(new() { Subscription = new() { Url = url } }))
            .Subscription.SubscriptionId;

    private async Task<IReadOnlyList<V1.Attempt>> AttemptsAsync(string id) =>
        (await alerting.Client.Subscriptions.ListAttemptsAsync(new() { SubscriptionId = id })).Attempts;
}
