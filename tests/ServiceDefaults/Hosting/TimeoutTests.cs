using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Test.Notes.V1;
using Xunit;
using NotesClient = Test.Notes.V1.NotesService.NotesServiceClient;
using NotesService = Risk.ServiceDefaults.Tests.Given.NotesService;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed class TimeoutTests(TimeoutTests.Fixture notes) : IClassFixture<TimeoutTests.Fixture>
{
    [Fact]
    public async Task A_call_that_takes_too_long_is_ended_and_has_written_nothing()
    {
        var client = new NotesClient(notes.Client.Calls);
        var late = await Should.ThrowAsync<RpcException>(async () => await client.WriteNoteAsync(
            new WriteNoteRequest { Title = "slow call", Text = "a", RequestId = "late-1" }));
        var overRest = await notes.WriteAsync("slow rest", "a", ("Idempotency-Key", "late-2"));

        late.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        overRest.Status.ShouldBe(504);
        (await notes.SqlAsync<long>("SELECT count(*) FROM notes WHERE title LIKE 'slow%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_lasts_longer_than_a_call_may()
    {
        using var stream = new NotesClient(notes.Client.Calls).WatchNote(new GetNoteRequest { Title = "any" });
        var until = notes.Clock.GetUtcNow().AddSeconds(3);
        while (notes.Clock.GetUtcNow() < until)
            (await stream.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
    }

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection([new("Http:RequestTimeoutSeconds", "1")]);
    }
}
