using Google.Protobuf;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

public sealed partial class ImportDocumentsTests
{
    [Fact]
    public async Task A_file_that_comes_in_as_a_whole_holds_up_nobodys_events_while_it_is_sent()
    {
        using var call = service.Client.Imports.ImportDocuments(deadline: DateTime.MaxValue);
        var rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"{system},C{i},Customer {system} {i}\n"));
        await call.RequestStream.WriteAsync(new()
        {
            Mapping = "customers",
            AllOrNothing = true,
            File = new() { Data = ByteString.CopyFromUtf8("system,id,legal_name\n" + rows) },
        });
        // Longer than rows are held back for a slow sender: were there a transaction already, it would have written.
        await Task.Delay(TimeSpan.FromSeconds(1.5));

        var other = await Given.CustomerAsync(service);
        await ServiceFixture<IntakeService>.UntilAsync(
            async () => await service.SqlAsync<long>(
                "SELECT count(*) FROM outbox JOIN outbox_numbers USING (xid, row_id) WHERE subject = $1",
                other.CustomerId) == 1,
            "the event of somebody else is numbered");

        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).Import.CustomersRegistered.ShouldBe(100);
    }
}
