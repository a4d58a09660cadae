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
        using var stream = new NotesClient(notes.Client.Calls).WatchNote(new GetNoteRequest { Title = "any" });
        (await stream.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        var writing = notes.WriteAsync("slow at the end", "a");
        await gate.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        var restarting = notes.RestartAsync();
        await Task.Delay(300);
        restarting.IsCompleted.ShouldBeFalse();
        gate.Open();

        (await writing).Status.ShouldBe(200);
        (await EndAsync(stream.ResponseStream)).ShouldBeOneOf(
            StatusCode.Unavailable, StatusCode.Internal, StatusCode.Cancelled);
        await restarting;
        (await notes.SendAsync(HttpMethod.Get, "/v1/notes/slow%20at%20the%20end"))["text"].ShouldBe("a");
    }

    private static async Task<StatusCode> EndAsync(IAsyncStreamReader<Note> stream)
    {
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
            }
            return StatusCode.OK;
        }
        catch (RpcException ended)
        {
            return ended.StatusCode;
        }
    }
}
