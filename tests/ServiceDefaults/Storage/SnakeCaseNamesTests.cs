using Risk.ServiceDefaults.Storage;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Storage;

public sealed class SnakeCaseNamesTests
{
    [Theory]
    [InlineData("Id", "id")]
    [InlineData("LegalName", "legal_name")]
    [InlineData("LimitAmount_Currency", "limit_amount_currency")]
    [InlineData("SecretSha256", "secret_sha256")]
    [InlineData("VATNumber", "vat_number")]
    [InlineData("xmin", "xmin")]
    public void Names_are_written_as_in_the_migrations(string name, string expected) =>
        SnakeCaseNames.Of(name).ShouldBe(expected);
}
