using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class IdempotencyTests(ServiceFixture<NotesService> notes) : IClassFixture<ServiceFixture<NotesService>>
{
    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_byte_for_byte()
    {
        var first = await notes.WriteAsync("repeated", "a", ("Idempotency-Key", "repeat-1"));
        var second = await notes.WriteAsync("repeated", "a", ("Idempotency-Key", "repeat-1"));

        first.Status.ShouldBe(200);
        second.Status.ShouldBe(200);
        second.Body.ShouldBe(first.Body);
        (await notes.SqlAsync<long>("SELECT count(*) FROM notes WHERE title = 'repeated'")).ShouldBe(1);
    }

    [Fact]
    public async Task The_field_of_the_message_and_the_header_are_the_same_key()
    {
        var first = await notes.SendAsync(HttpMethod.Post, "/v1/notes",
            new { title = "field", text = "a", request_id = "field-1" });
        var second = await notes.WriteAsync("field", "a", ("Idempotency-Key", "field-1"));
        var contradiction = await notes.SendAsync(HttpMethod.Post, "/v1/notes",
            new { title = "field", text = "a", request_id = "field-1" }, ("Idempotency-Key", "field-2"));

        second.Body.ShouldBe(first.Body);
        contradiction.Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_refused()
    {
        await notes.WriteAsync("reused", "a", ("Idempotency-Key", "reuse-1"));
        var other = await notes.WriteAsync("reused", "b", ("Idempotency-Key", "reuse-1"));

        other.Status.ShouldBe(422);
        other["reason"].ShouldBe("IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_refused_request_is_not_stored_and_may_be_corrected()
    {
        var refused = await notes.WriteAsync("corrected", "", ("Idempotency-Key", "correct-1"));
        var corrected = await notes.WriteAsync("corrected", "a", ("Idempotency-Key", "correct-1"));

        refused.Status.ShouldBe(400);
        corrected.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_that_failed_after_its_writes_has_written_nothing()
    {
        (await notes.WriteAsync("twice", "a")).Status.ShouldBe(200);
        (await notes.WriteAsync("twice", "b", ("Idempotency-Key", "twice-1"))).Status.ShouldBe(409);

        (await notes.SqlAsync<long>("SELECT count(*) FROM idempotency WHERE request_id = 'twice-1'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_repetition_while_the_first_is_running_is_told_to_come_again()
    {
        var gate = notes.Services.GetRequiredService<Gate>();
        var first = notes.WriteAsync("slow one", "a", ("Idempotency-Key", "slow-1"));
        await gate.Reached.WaitAsync(TimeSpan.FromSeconds(10));

        var meanwhile = await notes.WriteAsync("slow one", "a", ("Idempotency-Key", "slow-1"));
        gate.Open();

        meanwhile.Status.ShouldBe(409);
        meanwhile["code"].ShouldBe("ABORTED");
        meanwhile["reason"].ShouldBe("REQUEST_IN_PROGRESS");
        (await first).Status.ShouldBe(200);
        (await notes.WriteAsync("slow one", "a", ("Idempotency-Key", "slow-1"))).Body.ShouldBe((await first).Body);
    }

    [Fact]
    public async Task Two_callers_may_use_the_same_key()
    {
        var key = await notes.KeyAsync(Role.Sales);
        var mine = await notes.WriteAsync("mine", "a", ("Idempotency-Key", "shared-1"));
        var theirs = await notes.WriteAsync("theirs", "a", ("Idempotency-Key", "shared-1"), ("X-Api-Key", key));

        mine.Status.ShouldBe(200);
        theirs.Status.ShouldBe(200);
        theirs["title"].ShouldBe("theirs");
    }

    [Fact]
    public async Task After_two_days_a_key_is_free_again()
    {
        await notes.WriteAsync("old", "a", ("Idempotency-Key", "old-1"));
        await notes.SqlAsync(
            "UPDATE idempotency SET created_at = now() - interval '49 hours' WHERE request_id = 'old-1'");

        var later = await notes.WriteAsync("new", "a", ("Idempotency-Key", "old-1"));

        later.Status.ShouldBe(200);
        later["title"].ShouldBe("new");
    }
}
