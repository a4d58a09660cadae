using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Events;

public sealed class OneWriterTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() =>
        database = await TestDatabase.CreateAsync(await PostgresServer.SharedAsync());

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_right_that_is_given_back_is_free_at_once_for_others()
    {
        await using var one = NpgsqlDataSource.Create(database.ConnectionString);
        await using var other = NpgsqlDataSource.Create(database.ConnectionString + ";Application Name=other");
        var held = (await OneWriter.TryTakeAsync(one, "sealer", default)).ShouldNotBeNull();
        (await OneWriter.TryTakeAsync(other, "sealer", default)).ShouldBeNull();

        await held.DisposeAsync();

        await using var taken = await OneWriter.TryTakeAsync(other, "sealer", default);
        taken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_that_was_ended_is_given_back_without_complaint()
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var held = (await OneWriter.TryTakeAsync(source, "relay", default)).ShouldNotBeNull();
        await using (var admin = NpgsqlDataSource.Create(database.ConnectionString + ";Application Name=admin"))
        await using (var end = admin.CreateCommand("select pg_terminate_backend($1)"))
        {
            end.Parameters.AddWithValue(held.Connection.ProcessID);
            await end.ExecuteNonQueryAsync();
        }

        await held.DisposeAsync();

        await using var again = await OneWriter.TryTakeAsync(source, "relay", default);
        again.ShouldNotBeNull();
    }
}
