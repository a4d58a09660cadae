using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Test.Notes.V1;
using Xunit;
using NotesClient = Test.Notes.V1.NotesService.NotesServiceClient;
using NotesService = Risk.ServiceDefaults.Tests.Given.NotesService;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed class StopTests(ServiceFixture<NotesService> notes) : IClassFixture<ServiceFixture<NotesService>>
{
    [Fact]
    public async Task A_stop_waits_for_the_call_in_flight_and_ends_the_streams()
    {
        var gate = notes.Services.GetRequiredService<Gate>();
        var watching = WatchAsync();
        var writing = notes.WriteAsync("slow at the end", "a");
        await gate.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        var restarting = notes.RestartAsync();
        await Task.Delay(300);
        restarting.IsCompleted.ShouldBeFalse();
        gate.Open();

        (await writing).Status.ShouldBe(200);
        (await watching).ShouldBeGreaterThan(0);
        await restarting;
        (await notes.SendAsync(HttpMethod.Get, "/v1/notes/slow%20at%20the%20end"))["text"].ShouldBe("a");
    }

    private async Task<int> WatchAsync()
    {
        var client = new NotesClient(notes.Client.Calls);
        using var stream = client.WatchNote(new GetNoteRequest { Title = "any" });
        var seen = 0;
        try
        {
            while (await stream.ResponseStream.MoveNext(CancellationToken.None))
                seen++;
        }
        catch (RpcException ended)
        {
            ended.StatusCode.ShouldBeOneOf(StatusCode.Unavailable, StatusCode.Internal, StatusCode.Cancelled);
        }
        return seen;
    }
}
