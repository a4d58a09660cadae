using Grpc.Core.Wire;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Protocol;

public sealed class WireTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("30S", 30_000)]
    [InlineData("150m", 150)]
    [InlineData("2500u", 2.5)]
    [InlineData("1000000n", 1)]
    [InlineData("0S", 0)]
    public void Timeouts_are_read_by_their_unit(string text, double milliseconds)
    {
        global::Grpc.Core.Wire.Timeout.TryParse(text, out var timeout).ShouldBeTrue();
        timeout.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("10s")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("100000000S")]
    public void Anything_else_is_no_timeout(string text) =>
        global::Grpc.Core.Wire.Timeout.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0.0001)]
    [InlineData(1)]
    [InlineData(99_999)]
    [InlineData(100_000)]
    [InlineData(86_400_000)]
    [InlineData(864_000_000)]
    public void Timeouts_are_written_within_eight_digits_and_never_as_nothing(double milliseconds)
    {
        var text = global::Grpc.Core.Wire.Timeout.Format(TimeSpan.FromMilliseconds(milliseconds));

        text.Length.ShouldBeLessThanOrEqualTo(9);
        global::Grpc.Core.Wire.Timeout.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBeGreaterThan(TimeSpan.Zero);
        read.TotalMilliseconds.ShouldBe(Math.Max(milliseconds, 0.001), tolerance: milliseconds / 1000);
    }

    [Theory]
    [InlineData("plain text!", "plain text!")]
    [InlineData("50%", "50%25")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("授信", "%E6%8E%88%E4%BF%A1")]
    [InlineData("🙂", "%F0%9F%99%82")]
    public void Messages_are_encoded_and_come_back(string text, string encoded)
    {
        PercentEncoding.Encode(text).ShouldBe(encoded);
        PercentEncoding.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("%41%", "A%")]
    public void What_is_not_encoded_well_is_kept(string encoded, string text) =>
        PercentEncoding.Decode(encoded).ShouldBe(text);
}
