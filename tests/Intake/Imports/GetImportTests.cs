using Google.Protobuf;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

[Collection(IntakeCollection.Name)]
public sealed class GetImportTests(ServiceFixture<IntakeService> service)
{
    private const string Header = "customer,kind,id,issued_on,currency,amount\n";

    [Fact]
    public async Task An_import_shows_its_progress_while_it_runs()
    {
        var id = Guid.CreateVersion7().ToString();
        var name = await KnownAsync();
        using var call = service.Client.Imports.ImportDocuments(deadline: DateTime.MaxValue);
        await call.RequestStream.WriteAsync(new()
        {
            Mapping = "documents",
            ImportId = id,
            File = new() { Data = ByteString.CopyFromUtf8(Header) },
        });
        for (var i = 0; i < 12_000; i += 1_000)
        {
            await call.RequestStream.WriteAsync(
                new() { File = new() { Data = ByteString.CopyFromUtf8(Rows(name, i, 1_000)) } });
        }

        await ServiceFixture<IntakeService>.UntilAsync(
            async () => (await FindAsync(id))?.RowsRecorded >= 5_000, "what has come is kept");
        (await GetAsync(id)).State.ShouldBe(ImportState.Running);
        await call.RequestStream.CompleteAsync();
        var answer = await call.ResponseAsync;

        (await GetAsync(id)).ShouldBe(answer.Import);
        answer.Import.RowsRecorded.ShouldBe(12_000);
        answer.Import.State.ShouldBe(ImportState.Done);
    }

    [Fact]
    public async Task An_import_whose_caller_goes_away_has_failed_and_keeps_what_it_counted()
    {
        var id = Guid.CreateVersion7().ToString();
        var name = await KnownAsync();
        using (var call = service.Client.Imports.ImportDocuments(deadline: DateTime.MaxValue))
        {
            await call.RequestStream.WriteAsync(new()
            {
                Mapping = "documents",
                ImportId = id,
                File = new() { Data = ByteString.CopyFromUtf8(Header + Rows(name, 0, 9_000)) },
            });
            await ServiceFixture<IntakeService>.UntilAsync(
                async () => (await FindAsync(id))?.RowsRecorded > 0, "what has come is kept");
        }

        await ServiceFixture<IntakeService>.UntilAsync(
            async () => (await GetAsync(id)).State == ImportState.Failed, "the import is closed");
        var import = await GetAsync(id);
        import.Failure.ShouldNotBeEmpty();
        import.EndedAt.ShouldNotBeNull();
        (await service.SqlAsync<long>("SELECT count(*) FROM documents WHERE import_id = $1", Guid.Parse(id)))
            .ShouldBe(import.DocumentsRecorded);
    }

    [Fact]
    public async Task An_id_of_none_is_not_found() =>
        (await Refused.ByAsync(service.Client.Imports.GetImportAsync(
            new() { ImportId = Guid.CreateVersion7().ToString() })))
            .Code.ShouldBe(StatusCode.NotFound);

    private async Task<string> KnownAsync()
    {
        var name = Given.Unique("progress");
        await Given.ImportAsync(service, "customers", $"id,legal_name\n{name},{name}\n");
        return name;
    }

    private static string Rows(string customer, int from, int count) => string.Concat(Enumerable.Range(from, count)
        .Select(n => $"{customer},INVOICE,{customer}-{n},2025-01-31,CNY,{n + 1}\n"));

    private async Task<Import> GetAsync(string id) =>
        await service.Client.Imports.GetImportAsync(new() { ImportId = id });

    private async Task<Import?> FindAsync(string id)
    {
        try
        {
            return await GetAsync(id);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
