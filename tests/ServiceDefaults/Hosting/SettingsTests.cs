using Microsoft.Extensions.Configuration;
using Npgsql;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;
using Risk.ServiceDefaults.Tests.Given;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Hosting;

public sealed class SettingsTests
{
    private const string Owner = "Host=localhost;Database=risk;Username=owner";
    private const string Runtime = "Host=localhost;Database=risk;Username=runtime";

    [Theory]
    [InlineData("Http:Port", "70000", "Http:Port: must be from 0 to 65535, is 70000")]
    [InlineData("Http:Port", "many", "Http:Port")]
    [InlineData("Http:Adress", "0.0.0.0", "Adress")]
    [InlineData("Http:Address", "example.com", "Http:Address: 'example.com' is not an IP address")]
    [InlineData("Http:TrustedProxies", "proxy", "Http:TrustedProxies: 'proxy' is not a network such as 10.0.0.0/8")]
    [InlineData("Database:Owner", "", "Database:Owner: is missing")]
    [InlineData("Database:Runtime", "Host=localhost", "Database:Runtime: names no Database")]
    [InlineData("Database:Runtime", "nonsense", "Database:Runtime: is not a Postgres connection string")]
    [InlineData("Database:Runtime", Owner, "Database:Runtime: must name another role than Owner")]
    [InlineData("Database:OwnerPasswordFile", "/none", "Database:OwnerPasswordFile: there is no file '/none'")]
    [InlineData("Database:RuntimePasswordFile", "/none", "Database:RuntimePasswordFile: there is no file '/none'")]
    [InlineData("Limits:RequestsPerSecond", "-1", "Limits:RequestsPerSecond: must not be negative")]
    [InlineData("Telemetry:OtlpEndpoint", "nowhere", "Telemetry:OtlpEndpoint: 'nowhere' is not an absolute address")]
    [InlineData("Identity:BootstrapKeyFile", "/nowhere", "Identity:BootstrapKeyFile: there is no file '/nowhere'")]
    [InlineData("Identity:ServiceKeyFile", "/nowhere", "Identity:ServiceKeyFile: there is no file '/nowhere'")]
    [InlineData("Identity:Oidc:Authority", "https://login.example", "Identity:Oidc:Audience")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value, string fault)
    {
        await using var bus = await SharedBus.StartAsync();
        var wrong = Should.Throw<SettingsException>(() => Build(bus, (key, value)));

        wrong.Faults.ShouldHaveSingleItem().ShouldContain(fault);
        wrong.Message.ShouldContain(fault);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        await using var bus = await SharedBus.StartAsync();
        var wrong = Should.Throw<SettingsException>(
            () => Build(bus, ("Http:Port", "-1"), ("Database:Owner", ""), ("Telemetry:TracesShare", "2")));

        wrong.Faults.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_process_with_wrong_settings_ends_with_one() =>
        (await ServiceHost.RunAsync<NotesService>(["--Http:Port=-1"])).ShouldBe(1);

    [Fact]
    public void Passwords_of_the_database_come_from_files_when_those_are_named()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "a'b;c\n");

        var settings = new DatabaseSettings { Owner = Owner, Runtime = Runtime, RuntimePasswordFile = file };

        settings.OwnerConnection.ShouldBe(Owner);
        new NpgsqlConnectionStringBuilder(settings.RuntimeConnection).Password.ShouldBe("a'b;c");
        File.Delete(file);
    }

    private static void Build(SharedBus bus, params (string Key, string Value)[] settings) =>
        ServiceHost.Build<NotesService>([], builder =>
        {
            builder.AddEventTransport(bus);
            builder.Configuration.AddInMemoryCollection(
                [new("Database:Owner", Owner), new("Database:Runtime", Runtime)]);
            builder.Configuration.AddInMemoryCollection(
                settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        });
}
