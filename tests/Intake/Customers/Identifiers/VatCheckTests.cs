using Risk.Intake.Customers.Identifiers;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Identifiers;

public sealed class VatCheckTests
{
    [Theory]
    [InlineData("DE", "DE136695976")]
    [InlineData("FR", "FR40303265045")]
    [InlineData("IT", "IT00743110157")]
    [InlineData("BE", "BE0428759497")]
    [InlineData("AT", "ATU13585627")]
    [InlineData("PL", "PL8567346215")]
    [InlineData("DK", "DK13585628")]
    [InlineData("FI", "FI20774740")]
    [InlineData("SE", "SE556188840401")]
    [InlineData("LU", "LU15027442")]
    [InlineData("PT", "PT501964843")]
    [InlineData("NL", "NL004495445B01")]
    [InlineData("GB", "GB980780684")]
    [InlineData("ES", "ESX2482300W")]
    [InlineData("GR", "EL094259216")]
    [InlineData("IE", "IE6433435F")]
    [InlineData("GB", "XI980780684")]
    [InlineData("CY", "CY10259033P")]
    [InlineData("MT", "MT11679112")]
    [InlineData("CN", "91310112087994932F")]
    [InlineData("IN", "27AAPFU0939F1ZV")]
    [InlineData("AU", "51824753556")]
    [InlineData("JP", "T1180301018771")]
    [InlineData("CH", "CHE116281710")]
    public void A_valid_number_holds(string country, string value) => VatCheck.Holds(value, country).ShouldBeTrue();

    [Theory]
    [InlineData("DE", "DE136695978")]
    [InlineData("FR", "FR41303265045")]
    [InlineData("IT", "IT00743110158")]
    [InlineData("BE", "BE0428759498")]
    [InlineData("AT", "ATU13585626")]
    [InlineData("PL", "PL8567346216")]
    [InlineData("DK", "DK13585627")]
    [InlineData("FI", "FI20774741")]
    [InlineData("SE", "SE556188840501")]
    [InlineData("LU", "LU15027443")]
    [InlineData("PT", "PT501964842")]
    [InlineData("NL", "NL004495446B01")]
    [InlineData("GB", "GB802311781")]
    [InlineData("DE", "136695976")]
    [InlineData("FR", "DE136695976")]
    [InlineData("GR", "GR094259216")]
    [InlineData("GB", "XI802311781")]
    [InlineData("CN", "913101120879949321")]
    [InlineData("CY", "CY1234")]
    [InlineData("US", "1")]
    public void A_wrong_check_digit_or_prefix_does_not(string country, string value) =>
        VatCheck.Holds(value, country).ShouldBeFalse();

    [Theory]
    [InlineData("DE", "136695976", "DE")]
    [InlineData("GR", "GR094259216", "EL")]
    [InlineData("DE", "DE136695978", null)]
    [InlineData("IN", "27AAPFU0939F1ZV", null)]
    public void A_prefix_that_is_missing_is_named(string country, string value, string? prefix) =>
        VatCheck.MissingPrefix(value, country).ShouldBe(prefix);
}
