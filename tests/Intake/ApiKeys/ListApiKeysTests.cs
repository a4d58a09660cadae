using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.ApiKeys;

[Collection(IntakeCollection.Name)]
public sealed class ListApiKeysTests(ServiceFixture<IntakeService> service)
{
    [Fact]
    public async Task Keys_are_listed_newest_first_and_page_by_page()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await service.Client.ApiKeys.CreateApiKeyAsync(
                new() { Name = $"k{i}", Owner = "it", Roles = { Role.Auditor } })).ApiKey.ApiKeyId);
        }

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = await service.Client.ApiKeys.ListApiKeysAsync(new() { PageSize = 2, PageToken = token });
            listed.AddRange(page.ApiKeys.Select(k => k.ApiKeyId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        listed.Where(made.Contains).ShouldBe(Enumerable.Reverse(made));
        listed.Distinct().Count().ShouldBe(listed.Count);
    }
}
