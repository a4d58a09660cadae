using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.EndToEnd.Tests.Suite;

/// <summary>The description of the REST face that is committed is the one that the suite serves.</summary>
public sealed class DescriptionTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_committed_openapi_document_is_the_served_one()
    {
        await using var suite = await StandaloneSuite.StartAsync();
        var json = await suite.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var served = JsonNode.Parse(json)!.ToJsonString(Readable) + "\n";
        var file = Path.Combine(Repository.Root, "contracts", "openapi.json");
        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";

        if (committed != served)
            await File.WriteAllTextAsync(file, served);

        (committed == served).ShouldBeTrue("contracts/openapi.json was not up to date; it has been written: commit it");
    }
}
