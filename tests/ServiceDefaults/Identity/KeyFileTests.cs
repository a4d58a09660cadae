using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Identity;

/// <summary>A service as the containers run it: it knows the first administrator's key by its hash alone.</summary>
public sealed class KeyFileTests(KeyFileTests.Fixture notes) : IClassFixture<KeyFileTests.Fixture>
{
    [Fact]
    public async Task A_key_is_recognised_by_its_hash()
    {
        (await ReadAsync(Fixture.Administrator)).ShouldBe(404);
        (await ReadAsync(Fixture.HashText)).ShouldBe(401, "the hash is not the key");
        (await notes.WriteAsync("by the first administrator", "a", ("X-Api-Key", Fixture.Administrator)))
            .Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_service_may_read_and_not_write()
    {
        (await ReadAsync(Fixture.Service)).ShouldBe(404);
        (await notes.WriteAsync("by a service", "a", ("X-Api-Key", Fixture.Service))).Status.ShouldBe(403);
    }

    [Fact]
    public void A_service_presents_its_own_key_and_not_the_administrators() =>
        new ServiceKey(notes.Identity).Authorization.ShouldBe($"Bearer {Fixture.Service}");

    [Fact]
    public void Without_a_key_of_its_own_it_presents_the_administrators()
    {
        using var file = new TemporaryFile("rk_bootstrap_x\n");
        new ServiceKey(new() { BootstrapKeyFile = file.Path }).Authorization.ShouldBe("Bearer rk_bootstrap_x");
    }

    [Theory]
    [InlineData("sha256:")]
    [InlineData("sha256:00ff")]
    [InlineData("sha256:zz")]
    public void What_is_no_hash_is_named(string text)
    {
        using var file = new TemporaryFile(text);

        new IdentitySettings { BootstrapKeyFile = file.Path }.Faults().ShouldHaveSingleItem()
            .ShouldBe("BootstrapKeyFile: 'sha256:' must be followed by 64 hexadecimal digits");
    }

    private async Task<int> ReadAsync(string key) =>
        (await notes.SendAsync(HttpMethod.Get, "/v1/notes/any", null, ("X-Api-Key", key))).Status;

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        internal const string Administrator = "rk_bootstrap_of_the_containers";
        internal const string Service = "rk_service_of_the_containers";

        private readonly TemporaryFile hash = new(HashText);
        private readonly TemporaryFile service = new(Service);

        internal static string HashText { get; } =
            "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Administrator)));

        internal IdentitySettings Identity => new() { BootstrapKeyFile = hash.Path, ServiceKeyFile = service.Path };

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            hash.Dispose();
            service.Dispose();
        }

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection(
            [
                new("Identity:BootstrapKeyFile", Identity.BootstrapKeyFile),
                new("Identity:ServiceKeyFile", Identity.ServiceKeyFile),
            ]);
    }

    internal sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
