using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Mappings;

public sealed class FileFormatsTests
{
    [Theory]
    [InlineData("1.234,56", ',', '.', "1234.56")]
    [InlineData("1234,56", ',', '.', "1234.56")]
    [InlineData("-1.234.567", ',', '.', "-1234567")]
    [InlineData("1,234.56", '.', ',', "1234.56")]
    [InlineData("1 234,5", ',', ' ', "1234.5")]
    [InlineData("+5", '.', ',', "5")]
    [InlineData("12.345.678,9", ',', '.', "12345678.9")]
    [InlineData("123.456", ',', '.', "123456")]
    [InlineData("0,500", ',', '.', "0.5")]
    [InlineData("1234567", ',', '.', "1234567")]
    public void Numbers_are_read_by_the_signs_of_the_file(string text, char point, char thousands, string value) =>
        Read(text, point, thousands).ShouldBe(value);

    [Theory]
    [InlineData("1,5", '.', ',')]
    [InlineData("1.5", ',', '.')]
    [InlineData("12.34.56", ',', '.')]
    [InlineData("12,34,567", '.', ',')]
    [InlineData("abc", '.', ',')]
    [InlineData("1500.000", ',', '.')]
    [InlineData("12345.678", ',', '.')]
    [InlineData("1.500,000", '.', ',')]
    [InlineData("0.123,456", '.', ',')]
    [InlineData("-1500.000", ',', '.')]
    [InlineData(".500", ',', '.')]
    [InlineData("1,5,", ',', '.')]
    [InlineData("1,234,", '.', ',')]
    [InlineData("--1", '.', ',')]
    [InlineData("1,", ',', '.')]
    public void A_number_in_another_notation_is_refused_not_guessed(string text, char point, char thousands) =>
        Read(text, point, thousands).ShouldBe("refused");

    [Fact]
    public void A_point_is_no_number_sign_where_the_comma_is() => Read("1.5", ',', thousands: null).ShouldBe("refused");

    [Theory]
    [InlineData("27.10.2031", "2031-10-27")]
    [InlineData("20311027", "2031-10-27")]
    [InlineData("20311027.0", "2031-10-27")]
    [InlineData("31.02.2031", "refused")]
    [InlineData("10/27/2031", "refused")]
    public void Dates_are_tried_in_every_format(string text, string value)
    {
        var formats = new FileFormats { Dates = ["dd.MM.yyyy", "yyyyMMdd", "yyyyMMdd.0"] };
        var row = new RowValues(0, formats);
        var read = formats.ReadDate(text, row);
        (row.Faults.Any ? "refused" : read.ToString()).ShouldBe(value);
    }

    private static string Read(string text, char point, char? thousands)
    {
        var formats = new FileFormats { Decimal = point, Thousands = thousands };
        var row = new RowValues(0, formats);
        var read = formats.ReadNumber(text, row);
        return row.Faults.Any ? "refused" : read.ToString();
    }
}
