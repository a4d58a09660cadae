using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Risk.Grpc.Tests.Servers;
using Shouldly;
using Xunit;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Risk.Grpc.Tests.Services;

public sealed class HealthTests
{
    private const string Service = "risk.probe.v1.ProbeService";

    private HealthStatus health = HealthStatus.Healthy;

    [Theory]
    [InlineData(HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData(HealthStatus.Degraded, ServingStatus.Serving)]
    [InlineData(HealthStatus.Unhealthy, ServingStatus.NotServing)]
    public async Task A_check_says_what_the_health_checks_say(HealthStatus checks, ServingStatus expected)
    {
        health = checks;
        await using var server = await StartAsync();
        var client = new Health.HealthClient(server.Channel);

        (await client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(expected);
        (await client.CheckAsync(new HealthCheckRequest { Service = Service })).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_service_that_is_not_mapped_is_not_found()
    {
        await using var server = await StartAsync();
        var client = new Health.HealthClient(server.Channel);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await client.CheckAsync(new HealthCheckRequest { Service = "no.Service" }));

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task A_status_that_was_set_goes_before_the_health_checks()
    {
        await using var server = await StartAsync();
        var client = new Health.HealthClient(server.Channel);
        server.Services.GetRequiredService<HealthStatuses>().SetStatus(Service, ServingStatus.NotServing);

        (await client.CheckAsync(new HealthCheckRequest { Service = Service })).Status
            .ShouldBe(ServingStatus.NotServing);
        (await client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(ServingStatus.Serving);
    }

    [Fact]
    public async Task A_watcher_is_told_of_every_change_and_of_the_end()
    {
        await using var server = await StartAsync();
        var client = new Health.HealthClient(server.Channel);
        using var call = client.Watch(new HealthCheckRequest());

        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
        health = HealthStatus.Unhealthy;
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);
        health = HealthStatus.Healthy;
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
        var stopped = server.StopAsync();
        (await NextAsync(call)).ShouldBe(ServingStatus.NotServing);

        var ended = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());
        ended.StatusCode.ShouldBe(StatusCode.Unavailable);
        await stopped;
    }

    [Fact]
    public async Task A_watcher_of_an_unknown_service_is_told_when_it_is_known()
    {
        await using var server = await StartAsync();
        using var call = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest { Service = "later" });

        (await NextAsync(call)).ShouldBe(ServingStatus.ServiceUnknown);
        server.Services.GetRequiredService<HealthStatuses>().SetStatus("later", ServingStatus.Serving);
        (await NextAsync(call)).ShouldBe(ServingStatus.Serving);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        (await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        return call.ResponseStream.Current.Status;
    }

    private Task<ProbeServer> StartAsync() => ProbeServer.StartAsync(services =>
        services.AddGrpcHealthChecks().AddCheck("probe", () => new HealthCheckResult(health)));
}
