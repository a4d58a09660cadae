using Microsoft.AspNetCore.Builder;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;

namespace Risk.Scoring.Tests.Rescorings;

/// <summary>Many customers with the facts of one, small batches, and no scores but those of rescorings.</summary>
public sealed class PortfolioFixture : ServiceFixture<ScoringService>
{
    public const int Customers = 300;

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Rescoring:QuietMilliseconds"] = "600000";
        builder.Configuration["Rescoring:DelayMaxMilliseconds"] = "600000";
        builder.Configuration["Rescoring:PortfolioBatchCustomers"] = "20";
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var facts = await IntakeFacts.OfRegistered(this);
        await facts.Record(facts.Invoice("I1", "100", 120, 90), facts.Payment("I1", "100", daysAgo: 10));
        await facts.Deliver(new Intake.V1.StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });
        string[] tables = ["customers", "customer_versions", "statements", "trade_days"];
        await SqlAsync(string.Concat(tables.Select(table =>
            $"""
            INSERT INTO {table} SELECT (jsonb_populate_record(t,
                jsonb_build_object('customer_id', md5(n::text)::uuid))).*
            FROM {table} t, generate_series(2, {Customers}) n WHERE t.customer_id = '{facts.Id}';
            """)));
    }

    /// <summary>Of everybody, whether or not their scores still hold.</summary>
    public async Task<Rescoring> Start() =>
        await Client.Rescorings.StartRescoringAsync(new() { Reason = "another model", Anew = true });

    public async Task<Rescoring> Ended(Rescoring job)
    {
        await UntilAsync(async () => (job = await Client.Rescorings.GetRescoringAsync(
            new() { RescoringId = job.RescoringId })).State >= RescoringState.Done, "the end of the rescoring");
        return job;
    }
}
