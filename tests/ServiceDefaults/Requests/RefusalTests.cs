using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class RefusalTests(ServiceFixture<NotesService> notes) : IClassFixture<ServiceFixture<NotesService>>
{
    [Theory]
    [InlineData("en", "There is no note 'missing'.")]
    [InlineData("de, zh-CN;q=0.8, en;q=0.5", "不存在 note“missing”。")]
    public async Task A_refusal_speaks_the_language_of_its_caller(string accepted, string detail)
    {
        var answer = await notes.SendAsync(HttpMethod.Get, "/v1/notes/missing", null, ("Accept-Language", accepted));

        answer.Status.ShouldBe(404);
        answer["detail"].ShouldBe(detail);
        answer["reason"].ShouldBe("NOTE_NOT_FOUND");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = await notes.WriteAsync("", "");

        answer.Status.ShouldBe(400);
        answer["violations"].ShouldNotBeNull().ShouldContain("\"title\"");
        answer["violations"].ShouldNotBeNull().ShouldContain("\"text\"");
    }

    [Fact]
    public async Task A_broken_constraint_is_refused_by_its_name()
    {
        await notes.WriteAsync("unique", "a");
        var second = await notes.WriteAsync("unique", "a");

        second.Status.ShouldBe(409);
        second["reason"].ShouldBe("NOTE_ALREADY_EXISTS");
    }

    [Fact]
    public async Task A_bug_is_answered_with_its_trace_id_and_logged_once()
    {
        var answer = await notes.SendAsync(HttpMethod.Post, "/v1/notes/any:break", new { });

        answer.Status.ShouldBe(500);
        answer.Body.ShouldNotContain("The note is broken");
        answer["detail"].ShouldNotBeNull().ShouldContain(answer["traceId"].ShouldNotBeNull());
        notes.Log.Errors.Count(line => line.Contains("The note is broken", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_constraint_without_a_meaning_for_callers_is_a_bug()
    {
        var answer = await notes.WriteAsync("long", new string('x', 101));

        answer.Status.ShouldBe(500);
        answer.Body.ShouldNotContain("notes_text_is_short");
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_gone_is_refused()
    {
        var written = await notes.WriteAsync("changing", "a");
        var first = await notes.SendAsync(HttpMethod.Post, "/v1/notes/changing:change",
            new { text = "b", etag = written["etag"] });
        var second = await notes.SendAsync(HttpMethod.Post, "/v1/notes/changing:change",
            new { text = "c", etag = written["etag"] });

        first.Status.ShouldBe(200);
        second.Status.ShouldBe(409);
        second["reason"].ShouldBe("ETAG_MISMATCH");
    }

    [Fact]
    public async Task Two_changes_of_one_version_at_once_never_both_succeed()
    {
        await notes.WriteAsync("contended", "a");
        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => notes.SendAsync(
            HttpMethod.Post, "/v1/notes/contended:change", new { text = $"{i}", etag = "v1" })));

        changes.Count(c => c.Status == 200).ShouldBe(1);
        changes.Count(c => c.Status == 409).ShouldBe(7);
    }
}
