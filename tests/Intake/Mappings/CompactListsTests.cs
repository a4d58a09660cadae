using Risk.Intake.Mappings;
using Risk.Intake.Rules;
using Risk.Intake.V1;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Mappings;

public sealed class CompactListsTests
{
    private readonly Faults faults = new();

    [Fact]
    public void Links_hold_kind_id_and_perhaps_amount()
    {
        var links = CompactLists.Links("INVOICE:INV:7=1200.00; order:SO-1", "erp", faults);

        links[0].ShouldBe(new() { Ref = new("erp", "INV:7"), Kind = DocumentKind.Invoice, Amount = 1200m });
        links[1].ShouldBe(new() { Ref = new("erp", "SO-1"), Kind = DocumentKind.Order });
        faults.Any.ShouldBeFalse();
    }

    [Fact]
    public void A_link_may_name_an_instalment_after_its_kind()
    {
        CompactLists.Links("INVOICE#2:INV#7=1200.00", "erp", faults).ShouldHaveSingleItem().ShouldBe(
            new() { Ref = new("erp", "INV#7"), Kind = DocumentKind.Invoice, Amount = 1200m, Instalment = 2 });
        faults.Any.ShouldBeFalse();

        CompactLists.Links("INVOICE#two:INV-7", "erp", faults);
        faults.All.ShouldHaveSingleItem().Rule.ShouldBe("NOT_A_LIST");
    }

    [Fact]
    public void Instalments_hold_day_and_amount()
    {
        CompactLists.Instalments("2026-01-31=400.00; 2026-02-28=600", faults)
            .ShouldBe([new(new(2026, 1, 31), 400), new(new(2026, 2, 28), 600)]);
        faults.Any.ShouldBeFalse();

        CompactLists.Instalments("2026-02-30=400", faults);
        (faults.All.ShouldHaveSingleItem() is { Field: "instalments", Rule: "NOT_A_LIST" }).ShouldBeTrue();
    }

    [Fact]
    public void External_ratings_hold_agency_rating_and_days()
    {
        CompactLists.ExternalRatings("S&P:BBB-:2025-03-01..2026-02-28; CCXI:AA+:2025-06-30", faults).ShouldBe(
        [
            new() { Agency = "S&P", Rating = "BBB-", RatedOn = new(2025, 3, 1), ValidUntil = new(2026, 2, 28) },
            new() { Agency = "CCXI", Rating = "AA+", RatedOn = new(2025, 6, 30) },
        ]);
        faults.Any.ShouldBeFalse();

        CompactLists.ExternalRatings("S&P:BBB-; Fitch:A:2025-02-30; Moody's:Baa3:2025-01-01..soon", faults);
        faults.All.Select(f => (f.Field, f.Rule)).Distinct().ShouldHaveSingleItem()
            .ShouldBe(("external_ratings", "NOT_A_LIST"));
        faults.All.Count.ShouldBe(3);
    }

    [Fact]
    public void Legal_records_hold_days_amount_reference_and_source()
    {
        var records = CompactLists.LegalRecords(
            "LAWSUIT:2024-03-01..2024-09-30=50000.00 CNY|(2024)沪01民初77号|court; PLEDGE:2023-01-05", faults);

        records[0].ShouldBe(new()
        {
            Kind = LegalRecordKind.Lawsuit,
            RecordedOn = new(2024, 3, 1),
            EndedOn = new(2024, 9, 30),
            Amount = new(50000m, "CNY"),
            Reference = "(2024)沪01民初77号",
            Source = "court",
        });
        records[1].ShouldBe(new() { Kind = LegalRecordKind.Pledge, RecordedOn = new(2023, 1, 5) });
        faults.Any.ShouldBeFalse();
    }

    [Fact]
    public void Identifiers_hold_scheme_country_and_value()
    {
        var read = CompactLists.Identifiers("USCC:91310115MA1K3BTP2B; VAT@de:DE 811 569 869", "CN", faults).ToArray();

        read[0].Scheme.ShouldBe(IdentifierScheme.Uscc);
        read[1].CountryCode.ShouldBe("DE");
        read[1].Value.ShouldBe("DE811569869");
        faults.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("INVOICE")]
    [InlineData("INVOICE:")]
    [InlineData("BILL:1")]
    [InlineData("INVOICE:1=much")]
    public void A_part_of_another_form_is_refused(string text)
    {
        CompactLists.Links(text, "erp", faults);

        faults.All.ShouldHaveSingleItem().Rule.ShouldBe("NOT_A_LIST");
    }
}
