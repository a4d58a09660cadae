using Grpc.Core;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Rescorings;

public sealed class CancelRescoringTests(PortfolioFixture scoring) : IClassFixture<PortfolioFixture>
{
    [Fact]
    public async Task What_is_being_written_is_given_up_and_another_one_may_begin()
    {
        await using var connection = await scoring.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var block = connection.CreateCommand())
        {
            block.CommandText = "LOCK TABLE scores IN SHARE MODE";
            await block.ExecuteNonQueryAsync();
        }
        var job = await scoring.Start();

        var cancelled = await scoring.Client.Rescorings.CancelRescoringAsync(new() { RescoringId = job.RescoringId });

        (cancelled.State, cancelled.CancelledBy.Length > 0).ShouldBe((RescoringState.Cancelled, true));
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Rescorings.CancelRescoringAsync(
            new() { RescoringId = job.RescoringId }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        await transaction.RollbackAsync();
        var next = await scoring.Ended(await scoring.Start());
        (next.State, next.CustomersScored).ShouldBe((RescoringState.Done, PortfolioFixture.Customers));
        (await scoring.Client.Rescorings.GetRescoringAsync(new() { RescoringId = job.RescoringId })).CustomersScored
            .ShouldBe(0);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM scores")).ShouldBe(PortfolioFixture.Customers);
        (await scoring.Client.Rescorings.ListRescoringsAsync(new())).Rescorings.Select(r => r.RescoringId)
            .ShouldBe([next.RescoringId, job.RescoringId]);
    }
}
