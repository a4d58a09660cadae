using Microsoft.AspNetCore.Builder;
using Risk.Testing;

namespace Risk.Scoring.Tests;

/// <summary>A service that scores nobody while a test runs, so that no grade comes in between.</summary>
public sealed class UnscoredFixture : ServiceFixture<ScoringService>
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Rescoring:QuietMilliseconds"] = "600000";
        builder.Configuration["Rescoring:DelayMaxMilliseconds"] = "600000";
    }
}
