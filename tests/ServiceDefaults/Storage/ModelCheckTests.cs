using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Storage;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Storage;

public sealed class ModelCheckTests : IAsyncLifetime
{
    private readonly ServiceFixture<NotesService> notes = new();

    public Task InitializeAsync() => notes.InitializeAsync();

    public Task DisposeAsync() => notes.DisposeAsync();

    [Fact]
    public async Task The_model_of_the_frame_is_the_migrated_schema() => (await DifferencesAsync()).ShouldBeEmpty();

    [Theory]
    [InlineData("ALTER TABLE notes ADD COLUMN more text", "notes.more: not in the model")]
    [InlineData("ALTER TABLE notes DROP COLUMN version", "notes.version: no such column in the schema")]
    [InlineData("ALTER TABLE notes ALTER version TYPE integer",
        "notes.version: bigint in the model, integer in the schema")]
    [InlineData("ALTER TABLE notes ALTER text DROP NOT NULL", "notes.text: required in the model only")]
    [InlineData("ALTER TABLE notes DROP CONSTRAINT notes_pkey", "notes: primary key title in the model only")]
    [InlineData("ALTER TABLE credentials DROP CONSTRAINT credentials_secret_once",
        "credentials: unique secret_sha256 in the model only")]
    [InlineData("DROP TABLE notes", "notes: no such table in the schema")]
    public async Task Every_kind_of_difference_is_found(string change, string difference)
    {
        await notes.SqlAsync(change);

        (await DifferencesAsync()).ShouldContain(difference);
    }

    private async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        await using var scope = notes.Services.CreateAsyncScope();
        return await ModelCheck.DifferencesAsync(scope.ServiceProvider.GetRequiredService<ServiceDb>());
    }
}
