using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

/// <summary>Senders who take their time, send too much, or are too many.</summary>
public sealed class SlowSendersTests(SlowSendersTests.Fixture service) : IClassFixture<SlowSendersTests.Fixture>
{
    private const string Header = "id,legal_name\n";
    private readonly string name = Given.Unique("slow");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sender_who_falls_silent_is_cut_off_and_the_import_says_why(bool isWhole)
    {
        var id = Guid.CreateVersion7().ToString();
        using var call = await BeginAsync(isWhole, id);

        var refused = await Refused.ByAsync(call.ResponseAsync);

        (refused.Code, refused.Reason).ShouldBe((StatusCode.DeadlineExceeded, "SENDER_IS_SILENT"));
        var import = await service.Client.Imports.GetImportAsync(new() { ImportId = id });
        import.State.ShouldBe(ImportState.Failed);
        import.Failure.ShouldContain("silent for 7 s");
        (import.CustomersRegistered > 0).ShouldBe(!isWhole);
        (await service.SqlAsync<long>("SELECT count(*) FROM customers WHERE legal_name LIKE $1", name + "%"))
            .ShouldBe(import.CustomersRegistered);
    }

    [Fact]
    public async Task A_sender_who_falls_silent_over_REST_is_answered_and_cut_off()
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(service.Address.Host, service.Address.Port);
        var head = "POST /v1/documents:import?mapping=customers HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
            + $"X-Api-Key: {service.ApiKey}\r\nContent-Length: 100000\r\n\r\n{Header}";
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));

        using var answer = new StreamReader(caller.GetStream());
        var text = await answer.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        text.ShouldStartWith("HTTP/1.1 504");
        text.ShouldContain("SENDER_IS_SILENT");
    }

    [Fact]
    public async Task A_file_too_large_for_the_disk_is_refused_and_nothing_stays_behind()
    {
        var rows = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{name}-{i},{name} {i}\n"));
        using var call = await BeginAsync(isWhole: true, rows: rows);

        var refused = await Refused.ByAsync(call.ResponseAsync);

        (refused.Code, refused.Reason).ShouldBe((StatusCode.InvalidArgument, "UNREADABLE_FILE"));
        refused.Message.ShouldContain("at most 200000 B");
        Directory.GetFiles(Path.GetTempPath(), "risk-import-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_with_too_many_rows_for_one_transaction_is_not_kept()
    {
        var file = Header + string.Concat(Enumerable.Range(0, 1_001).Select(i => $"{name}-{i},{name} {i}\n"));

        var answer = await Record.ExceptionAsync(
            () => Given.ImportAsync(service, "customers", file, r => r.AllOrNothing = true));

        answer.ShouldBeAssignableTo<RpcException>()!.Status.Detail.ShouldContain("more than 1000 rows");
        (await service.SqlAsync<long>("SELECT count(*) FROM customers WHERE legal_name LIKE $1", name + "%"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task One_import_more_than_may_run_is_told_to_come_later()
    {
        using var one = await BeginAsync(isWhole: false);
        using var two = await BeginAsync(isWhole: false);
        await ServiceFixture<IntakeService>.UntilAsync(
            async () => await service.SqlAsync<long>("SELECT count(*) FROM imports WHERE state = 1") == 2, "both run");

        var refused = await Refused.ByAsync(Given.ImportAsync(service, "customers", Header));

        (refused.Code, refused.Reason).ShouldBe((StatusCode.ResourceExhausted, "TOO_MANY_IMPORTS"));
        await one.RequestStream.CompleteAsync();
        await two.RequestStream.CompleteAsync();
        (await one.ResponseAsync).Import.State.ShouldBe(ImportState.Done);
    }

    /// <summary>Sends two rows, and those given, and leaves the rest to the test.</summary>
    private async Task<AsyncClientStreamingCall<ImportDocumentsRequest, ImportDocumentsResponse>> BeginAsync(
        bool isWhole, string id = "", string rows = "")
    {
        var call = service.Client.Imports.ImportDocuments(deadline: DateTime.MaxValue);
        var mark = Given.Unique(name);
        await call.RequestStream.WriteAsync(new()
        {
            Mapping = "customers",
            ImportId = id,
            AllOrNothing = isWhole,
            File = new() { Data = ByteString.CopyFromUtf8($"{Header}{mark}1,{mark} 1\n{mark}2,{mark} 2\n{rows}") },
        });
        return call;
    }

    public sealed class Fixture : ServiceFixture<IntakeService>
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration["Imports:RunningMax"] = "2";
            // More than the five seconds after which Kestrel by itself cuts a silent sender off.
            builder.Configuration["Imports:SilenceSecondsMax"] = "7";
            builder.Configuration["Imports:SpooledBytesMax"] = "200000";
            builder.Configuration["Imports:WholeRowsMax"] = "1000";
        }
    }
}
