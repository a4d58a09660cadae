using System.Globalization;
using Risk.Intake.Values;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Values;

public sealed class DecimalsTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-12.50", "-12.5")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("007.10", "7.1")]
    public void Plain_notation_is_read(string text, string value)
    {
        Decimals.TryRead(text, out var read).ShouldBeTrue();
        read.ShouldBe(decimal.Parse(value, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1e5")]
    [InlineData("1,000")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData(" 1")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("NaN")]
    public void Everything_else_is_not(string text) => Decimals.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1234.5000", 2, "1234.50")]
    [InlineData("1234.5678", 2, "1234.5678")]
    [InlineData("1200", 0, "1200")]
    [InlineData("0.00", 2, "0.00")]
    [InlineData("-3.10", 0, "-3.1")]
    public void Amounts_are_written_with_the_digits_of_their_currency(string value, int digits, string text) =>
        Decimals.Write(decimal.Parse(value, CultureInfo.InvariantCulture), digits).ShouldBe(text);
}
