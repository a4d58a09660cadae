using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports;

public sealed class ListMappingsTests(ServiceFixture<IntakeService> service)
    : IClassFixture<ServiceFixture<IntakeService>>
{
    [Fact]
    public async Task Shipped_mappings_are_listed_and_a_kept_one_stands_before_a_shipped_one_of_its_name()
    {
        var before = (await service.Client.Imports.ListMappingsAsync(new())).Mappings;
        before.Select(m => m.Name).ShouldBe(
            ["customers", "documents", "highradius-cleared", "highradius-open", "ratings", "statements"]);
        before.ShouldAllBe(m => m.Shipped && m.Sha256.Length == 64);

        await service.Client.Imports.PutMappingAsync(
            new() { Name = "customers", Yaml = before[0].Yaml + "\n# ours\n" });

        var after = (await service.Client.Imports.ListMappingsAsync(new())).Mappings;
        after.Count.ShouldBe(6);
        after[0].Shipped.ShouldBeFalse();
        after[0].Yaml.ShouldEndWith("# ours\n");
    }
}
