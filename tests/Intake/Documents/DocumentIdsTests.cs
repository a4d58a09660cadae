using Risk.Intake.Documents;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Documents;

public sealed class DocumentIdsTests
{
    [Fact]
    public void Ids_of_one_millisecond_ascend_and_are_of_version_seven()
    {
        var ids = new DocumentIds(new ManualTimeProvider());
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToArray();

        made.Select(id => id.ToString()).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        made.ShouldAllBe(id => id.Version == 7);
        made.Distinct().Count().ShouldBe(made.Length);
    }
}
