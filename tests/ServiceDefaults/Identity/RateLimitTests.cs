using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.ServiceDefaults.Tests.Identity;

public sealed class RateLimitTests(RateLimitTests.Fixture notes) : IClassFixture<RateLimitTests.Fixture>
{
    [Fact]
    public async Task Who_calls_too_fast_is_told_how_long_to_wait_and_others_are_not_held_up()
    {
        var (fast, slow) = (await notes.KeyAsync(Role.Auditor), await notes.KeyAsync(Role.Auditor));
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => ReadAsync(fast)));

        answers.Count(a => a.Status == 404).ShouldBeLessThan(40);
        var refused = answers.First(a => a.Status == 429);
        refused["reason"].ShouldBe("RATE_LIMIT");
        int.Parse(refused.Headers.GetValues("Retry-After").Single(),
            CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        (await ReadAsync(slow)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Guessing_keys_is_slowed_down_and_good_keys_still_work()
    {
        var good = await notes.KeyAsync(Role.Auditor);
        var guesses = new List<Answer>();
        for (var i = 0; i < 12; i++)
            guesses.Add(await ReadAsync($"rk_guess_{i}"));

        guesses[0].Status.ShouldBe(401);
        guesses[^1].Status.ShouldBe(429);
        (await ReadAsync(good)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Who_guesses_behind_a_trusted_proxy_is_slowed_down_alone()
    {
        for (var i = 0; i < 12; i++)
            await GuessAsync("203.0.113.1");

        (await GuessAsync("203.0.113.1")).Status.ShouldBe(429);
        (await GuessAsync("203.0.113.2")).Status.ShouldBe(401);
    }

    private Task<Answer> GuessAsync(string from) => notes.SendAsync(
        HttpMethod.Get, "/v1/notes/any", null, ("X-Api-Key", "rk_guess_x"), ("X-Forwarded-For", from));

    private Task<Answer> ReadAsync(string key) =>
        notes.SendAsync(HttpMethod.Get, "/v1/notes/any", null, ("X-Api-Key", key));

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection(
            [
                new("Limits:RequestsPerSecond", "2"),
                new("Limits:RequestsBurst", "10"),
                new("Limits:FailuresPerMinute", "5"),
                new("Http:TrustedProxies", "127.0.0.0/8"),
            ]);
    }
}
