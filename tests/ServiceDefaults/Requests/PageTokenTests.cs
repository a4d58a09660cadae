using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class PageTokenTests
{
    [Fact]
    public void A_token_brings_back_the_keys_it_was_made_of()
    {
        var token = PageToken.After("name", "株式会社", "a/b\"c");

        PageToken.Read(token, "name", 2).ShouldBe(["株式会社", "a/b\"c"]);
        PageToken.Read("", "name", 2).ShouldBeNull();
    }

    [Theory]
    [InlineData("not base64 url!")]
    [InlineData("bm90IGpzb24")]
    [InlineData("bnVsbA")]
    [InlineData("WyJ4Il0")]
    public void What_is_no_token_is_refused(string token) =>
        Should.Throw<Refusal>(() => PageToken.Read(token, "name", 1)).Fields[0].Field.ShouldBe("page_token");

    [Fact]
    public void A_token_of_another_query_is_refused() =>
        Should.Throw<Refusal>(() => PageToken.Read(PageToken.After("by date", "x"), "by name", 1));

    [Theory]
    [InlineData(0, PageToken.SizeDefault)]
    [InlineData(7, 7)]
    [InlineData(int.MaxValue, PageToken.SizeMax)]
    public void A_page_has_a_limit(int asked, int given) => PageToken.Size(asked).ShouldBe(given);

    [Fact]
    public void A_negative_size_is_refused() => Should.Throw<Refusal>(() => PageToken.Size(-1));
}
