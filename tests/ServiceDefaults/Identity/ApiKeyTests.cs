using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.ServiceDefaults.Tests.Identity;

public sealed class ApiKeyTests(ServiceFixture<NotesService> notes) : IClassFixture<ServiceFixture<NotesService>>
{
    private static readonly TimeSpan EffectiveMax = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "rk_unknown_secret")]
    [InlineData("Authorization", "Bearer rk_unknown_secret")]
    [InlineData("Authorization", "Basic dXNlcjpwYXNz")]
    [InlineData("Authorization", "Bearer not.a.token")]
    public async Task Who_is_not_known_is_not_let_in(string header, string value) =>
        (await notes.SendAsync(HttpMethod.Get, "/v1/notes/any", null, (header, value))).Status.ShouldBe(401);

    [Fact]
    public async Task A_key_is_taken_from_either_header()
    {
        var key = await notes.KeyAsync(Role.Auditor);

        (await ReadAsync(("X-Api-Key", key))).ShouldBe(404);
        (await ReadAsync(("Authorization", $"Bearer {key}"))).ShouldBe(404);
        (await ReadAsync(("Authorization", $"bearer  {key} "))).ShouldBe(404);
    }

    [Fact]
    public async Task Who_lacks_the_role_is_told_which_are_needed()
    {
        var key = await notes.KeyAsync(Role.Auditor | Role.Legal);
        var answer = await notes.WriteAsync("denied", "a", ("X-Api-Key", key));

        answer.Status.ShouldBe(403);
        answer["reason"].ShouldBe("ROLE_MISSING");
        answer["detail"].ShouldNotBeNull().ShouldContain("Sales, Finance");
    }

    [Fact]
    public async Task What_declares_no_roles_is_denied_to_everybody()
    {
        var answer = await notes.SendAsync(HttpMethod.Post, "/v1/notes/any:hide", new { });

        answer.Status.ShouldBe(403);
        answer["reason"].ShouldBe("NO_ROLES_DECLARED");
    }

    [Fact]
    public async Task A_revoked_key_ends_within_five_seconds()
    {
        var key = await notes.KeyAsync(Role.Auditor);
        (await ReadAsync(("X-Api-Key", key))).ShouldBe(404);

        await notes.SqlAsync("UPDATE credentials SET revoked_at = now() WHERE id = $1", Calls.IdOf(key));

        await StatusWithinAsync(key, 401);
    }

    [Fact]
    public async Task A_key_of_which_the_intake_service_tells_is_good_until_it_tells_otherwise()
    {
        var id = Guid.CreateVersion7().ToString("n");
        var key = $"rk_{id}_secret";
        var told = new CredentialChanged
        {
            ApiKeyId = id,
            SecretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Name = "erp",
            Owner = "it",
            Roles = { Intake.V1.Role.Sales },
        };
        await notes.DeliverAsync("intake", id, told);
        await StatusWithinAsync(key, 404);
        (await notes.WriteAsync("by event", "a", ("X-Api-Key", key))).Status.ShouldBe(200);

        told.RevokedAt = Timestamp.FromDateTimeOffset(notes.Clock.GetUtcNow());
        await notes.DeliverAsync("intake", id, told);
        await StatusWithinAsync(key, 401);
    }

    [Fact]
    public async Task What_was_told_of_a_key_before_it_was_revoked_does_not_bring_it_back_when_it_is_handled_later()
    {
        var id = Guid.CreateVersion7().ToString("n");
        var key = $"rk_{id}_secret";
        var issued = new CredentialChanged
        {
            ApiKeyId = id,
            SecretSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Name = "erp",
            Owner = "it",
            Roles = { Intake.V1.Role.Sales },
        };
        var revoked = issued.Clone();
        revoked.RevokedAt = Timestamp.FromDateTimeOffset(notes.Clock.GetUtcNow());
        await notes.DeliverAsync("intake", id, revoked);

        await notes.DeliverAsync("intake", id, issued);

        (await notes.SqlAsync<DateTime>("SELECT revoked_at FROM credentials WHERE id = $1", id))
            .ShouldBe(revoked.RevokedAt.ToDateTime(), TimeSpan.FromMilliseconds(1));
        (await ReadAsync(("X-Api-Key", key))).ShouldBe(401);
    }

    [Fact]
    public async Task A_key_ends_when_it_expires()
    {
        var key = await notes.KeyAsync(Role.Auditor, notes.Clock.GetUtcNow().AddHours(1));
        (await ReadAsync(("X-Api-Key", key))).ShouldBe(404);

        notes.Clock.Advance(TimeSpan.FromHours(2));

        (await ReadAsync(("X-Api-Key", key))).ShouldBe(401);
    }

    [Fact]
    public async Task The_last_use_is_written_down()
    {
        var key = await notes.KeyAsync(Role.Auditor);
        await ReadAsync(("X-Api-Key", key));

        await notes.RestartAsync();

        (await notes.SqlAsync<bool>(
            "SELECT last_used_at IS NOT NULL FROM credentials WHERE id = $1", Calls.IdOf(key))).ShouldBeTrue();
    }

    private async Task<int> ReadAsync((string, string) header) =>
        (await notes.SendAsync(HttpMethod.Get, "/v1/notes/any", null, header)).Status;

    private async Task StatusWithinAsync(string key, int status)
    {
        var watch = Stopwatch.StartNew();
        while (await ReadAsync(("X-Api-Key", key)) != status)
        {
            watch.Elapsed.ShouldBeLessThan(EffectiveMax);
            await Task.Delay(50);
        }
    }
}
