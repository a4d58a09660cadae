using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Risk.Scoring;
using Risk.Scoring.V1;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.Testing;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.Benchmarks.Scoring;

/// <summary>The scoring service as it is, without limits on its callers.</summary>
public sealed class UnlimitedScoring : ServiceFixture<ScoringService>
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration["Limits:RequestsPerSecond"] = "0";
    }
}

/// <summary>The same frame around an endpoint that does nothing but answer with a score made before.</summary>
public sealed class PreparedScoring : IRiskService
{
    public static string Name => ScoringService.Name;

    public static void AddTo(WebApplicationBuilder builder) => ScoringService.AddTo(builder);

    public static void MapTo(WebApplication app) => app.MapGrpcService<PreparedScores>();
}

public sealed class PreparedFixture(Score answer) : ServiceFixture<PreparedScoring>
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration["Limits:RequestsPerSecond"] = "0";
        builder.Services.AddSingleton(answer);
    }
}

internal sealed class PreparedScores(Score answer) : ScoresService.ScoresServiceBase
{
    [Roles(Role.Readers)]
    [OwnIdempotency]
    public override Task<Score> ScoreCustomer(ScoreCustomerRequest request, ServerCallContext context) =>
        Task.FromResult(answer);
}
