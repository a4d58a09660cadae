using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Identity;

public sealed class TokenTests(TokenTests.Fixture notes) : IClassFixture<TokenTests.Fixture>
{
    [Fact]
    public async Task A_token_of_the_issuer_has_the_roles_that_it_claims()
    {
        var sales = notes.Token(notes.Signing, "risk", "sales", "unheard-of");
        var auditor = notes.Token(notes.Signing, "risk", "auditor");

        (await WriteAsync("by token", sales)).ShouldBe(200);
        (await WriteAsync("by auditor", auditor)).ShouldBe(403);
        (await WriteAsync("by token again", sales)).ShouldBe(200);
    }

    [Fact]
    public async Task Group_names_and_numbers_are_no_roles()
    {
        (await WriteAsync("readers", notes.Token(notes.Signing, "risk", "readers"))).ShouldBe(403);
        (await WriteAsync("511", notes.Token(notes.Signing, "risk", "511"))).ShouldBe(403);
    }

    [Fact]
    public async Task A_token_for_others_or_of_others_is_refused()
    {
        using var foreign = RSA.Create(2048);

        (await WriteAsync("audience", notes.Token(notes.Signing, "other", "sales"))).ShouldBe(401);
        (await WriteAsync("signature",
            notes.Token(new RsaSecurityKey(foreign) { KeyId = "one" }, "risk", "sales"))).ShouldBe(401);
    }

    [Fact]
    public async Task A_remembered_token_ends_when_it_ends()
    {
        var token = notes.Token(notes.Signing, "risk", "sales");
        (await WriteAsync("before", token)).ShouldBe(200);

        notes.Clock.Advance(TimeSpan.FromHours(2));

        // What the memory holds has ended; the library that would check again goes by the machine's clock.
        (await WriteAsync("after", token)).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_that_names_nobody_is_refused() =>
        (await WriteAsync("nobody", notes.TokenOf([], notes.Signing, "risk", "sales"))).ShouldBe(401);

    private async Task<int> WriteAsync(string title, string token) =>
        (await notes.WriteAsync(title, "a", ("Authorization", "Bearer " + token))).Status;

    public sealed class Fixture : ServiceFixture<NotesService>
    {
        private readonly RSA key = RSA.Create(2048);
        private WebApplication? issuer;

        public RsaSecurityKey Signing => new(key) { KeyId = "one" };

        public override async Task InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            issuer = builder.Build();
            issuer.Urls.Add("http://127.0.0.1:0");
            issuer.MapGet("/.well-known/openid-configuration", () => JsonSerializer.Serialize(new
            {
                issuer = Authority,
                jwks_uri = Authority + "/keys",
            }));
            issuer.MapGet("/keys", () =>
            {
                var shown = JsonWebKeyConverter.ConvertFromRSASecurityKey(
                    new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)) { KeyId = "one" });
                return JsonSerializer.Serialize(new { keys = new[] { new { shown.Kty, shown.Kid, shown.N, shown.E } } },
                    JsonSerializerOptions.Web);
            });
            await issuer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            if (issuer is not null)
                await issuer.DisposeAsync();
            key.Dispose();
        }

        public string Token(RsaSecurityKey signing, string audience, params string[] roles) =>
            TokenOf([new("sub", "alice")], signing, audience, roles);

        public string TokenOf(Claim[] who, RsaSecurityKey signing, string audience, params string[] roles) =>
            new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Authority,
                Audience = audience,
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
                Subject = new ClaimsIdentity([.. who, .. roles.Select(r => new Claim("roles", r))]),
                SigningCredentials = new SigningCredentials(signing, SecurityAlgorithms.RsaSha256),
            });

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Configuration.AddInMemoryCollection(
                [new("Identity:Oidc:Authority", Authority), new("Identity:Oidc:Audience", "risk")]);

        private string Authority => issuer!.Urls.First();
    }
}
