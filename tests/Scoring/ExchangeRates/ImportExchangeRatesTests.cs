using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExchangeRates;

[Collection(ScoringCollection.Name)]
public sealed class ImportExchangeRatesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Good_rows_are_recorded_and_told_and_bad_ones_named_by_line_column_and_rule()
    {
        var answer = await Import(
            """
            from,to,rate,valid_on,source
            ISK,HUF,2.5,2026-01-30,MNB
            ISK,HUF,0,2026-01-31,MNB
            ISK,HUF,2.6,31.01.2026,MNB
            ISK,ISK,1,2026-01-31,MNB

            ISK,HUF,2.7,2026-01-31,
            """);

        (answer.Rows, answer.Recorded, answer.Refused).ShouldBe((5, 1, 4));
        answer.RefusedRates.Select(r => (r.Line, r.Column, r.Rule, r.Value)).ShouldBe(
        [
            (3, "rate", "NOT_A_RATE", "0"), (4, "valid_on", "NOT_A_DAY", "31.01.2026"),
            (5, "to", "UNKNOWN_CURRENCY", "ISK"), (7, "source", "REQUIRED", ""),
        ]);
        (await Kept("ISK", "MNB")).ShouldBe("2.5 2026-01-30 MNB");
        (await scoring.PublishedAsync<ExchangeRatesRecorded>("exchange-rates"))
            .Count(told => told.ExchangeRates.Any(r => r.FromCurrencyCode == "ISK")).ShouldBe(1);
    }

    [Fact]
    public async Task Columns_days_and_numbers_may_be_written_as_the_source_does()
    {
        var answer = await Import(
            """
            Datum;Kod;Kurz
            31.01.2026;thb;0,71
            01.02.2026;THB;0,72
            01.02.2026;THB;0,73
            """, r =>
            {
                (r.Delimiter, r.DateFormat, r.DecimalComma, r.Source) = (";", "dd.MM.yyyy", true, "CNB");
                (r.FromColumn, r.RateColumn, r.ValidOnColumn, r.BaseCurrencyCode) = ("kod", "Kurz", "Datum", "CZK");
            });

        (answer.Rows, answer.Recorded, answer.Refused).ShouldBe((3, 2, 0));
        (await Kept("THB", "CNB")).ShouldBe("0.71 2026-01-31 CNB, 0.73 2026-02-01 CNB");
    }

    [Fact]
    public async Task Over_rest_the_body_is_the_file()
    {
        using var body = new ByteArrayContent("from,to,rate,valid_on\nPEN,BOB,1.9,2026-01-31"u8.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");

        using var answer = await scoring.Http.PostAsync(
            new Uri("/v1/exchangeRates:import?source=BCRP", UriKind.Relative), body);

        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        (await Kept("PEN", "BCRP")).ShouldBe("1.9 2026-01-31 BCRP");
    }

    [Theory]
    [InlineData("", "file")]
    [InlineData("from,to,rate\nCNY,USD,1", "valid_on")]
    [InlineData("from,to,rate,valid_on\nCNY,USD,1,2026-01-31", "source")]
    [InlineData("from,to,rate,valid_on,source\n\"CNY,USD,1,2026-01-31,X", "file")]
    public async Task A_file_that_cannot_be_read_is_refused_as_a_whole(string file, string named)
    {
        var refused = await Should.ThrowAsync<RpcException>(() => Import(file));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain(named);
    }

    private async Task<ImportExchangeRatesResponse> Import(
        string file, Action<ImportExchangeRatesRequest>? with = null)
    {
        var request = new ImportExchangeRatesRequest
        {
            File = new() { Data = Google.Protobuf.ByteString.CopyFrom(file, Encoding.UTF8) },
        };
        with?.Invoke(request);
        return await scoring.Client.ExchangeRates.ImportExchangeRatesAsync(request);
    }

    private Task<string> Kept(string from, string source) => scoring.SqlAsync<string>(
        "SELECT string_agg(trim_scale(rate) || ' ' || valid_on || ' ' || source, ', ' ORDER BY valid_on) "
        + "FROM exchange_rates WHERE from_currency_code = $1 AND source = $2", from, source);
}
