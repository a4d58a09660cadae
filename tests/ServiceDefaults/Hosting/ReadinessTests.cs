using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Risk.ServiceDefaults.Hosting;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed class ReadinessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("not reachable")]
    public async Task Many_who_ask_at_once_make_one_question_whatever_the_answer(string? reason)
    {
        var part = new Counted(reason);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        using var readiness = new Readiness([part], lifetime, new ManualTimeProvider());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => readiness.ReasonsNotReadyAsync(default).AsTask()));

        answers.ShouldAllBe(answer => answer.Count == (reason == null ? 0 : 1));
        part.Asked.ShouldBe(1);
    }

    private sealed class Counted(string? reason) : IReadiness
    {
        public int Asked { get; private set; }

        public string Name => "database";

        public async ValueTask<string?> ReasonNotReadyAsync(CancellationToken cancellation)
        {
            Asked++;
            await Task.Yield();
            return reason;
        }
    }
}
