using System.Text.Json;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Rescorings;

public sealed class ListRescoringsTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task The_rest_face_lists_them_with_their_progress()
    {
        var started = await scoring.Client.Rescorings.StartRescoringAsync(new() { Reason = "nobody is here" });

        var listed = await scoring.Http.GetStringAsync(new Uri("/v1/rescorings", UriKind.Relative));

        var first = JsonDocument.Parse(listed).RootElement.GetProperty("rescorings")[0];
        first.GetProperty("rescoringId").GetString().ShouldBe(started.RescoringId);
        first.GetProperty("customersTotal").GetString().ShouldBe("0");
    }
}
