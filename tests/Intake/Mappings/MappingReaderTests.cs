using Risk.Intake.Mappings;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Mappings;

public sealed class MappingReaderTests
{
    [Fact]
    public void Every_shipped_mapping_is_right()
    {
        MappingStore.Shipped.Keys.ShouldBe(
            ["customers", "documents", "highradius-cleared", "highradius-open", "ratings", "statements"],
            ignoreOrder: true);
        foreach (var (name, yaml) in MappingStore.Shipped)
            MappingReader.Read(name, yaml).Name.ShouldBe(name);
    }

    [Fact]
    public void The_example_of_the_README_is_right()
    {
        var text = File.ReadAllText(Path.Combine(Testing.Repository.Root, "services/Intake/Mappings/README.md"));
        var start = text.IndexOf("```yaml", StringComparison.Ordinal) + 7;
        var yaml = text[start..text.IndexOf("```", start, StringComparison.Ordinal)];

        var mapping = MappingReader.Read("readme", yaml);

        mapping.Documents.Count.ShouldBe(2);
        mapping.Documents[1].Links.ShouldHaveSingleItem();
        mapping.File.Formats.Thousands.ShouldBe('.');
    }

    private const string Wrong = """
        mapping: 2
        system: erp
        colour: blue
        file:
          decimal: "."
          thousands: "."
          encoding: utf-99
          dates: [yyyy]
        columns:
          Customer: text
          Amount: money
          Due: date
        derived:
          net: Customer * 2
        documents:
          - customer: Customer
            kind: BILL
            id: Number
            issued_on: Due
            amount: Due
            shade: Customer
        """;

    [Fact]
    public void Everything_wrong_is_reported_with_its_line()
    {
        var wrong = Should.Throw<MappingException>(() => MappingReader.Read("wrong", Wrong));

        wrong.Faults.Select(f => f.Line).ShouldBe([1, 3, 6, 7, 8, 11, 14, 16, 17, 18, 20, 21]);
        wrong.Faults.Single(f => f.Line == 14).Text.En.ShouldContain("'*' needs a number");
        wrong.Faults.Single(f => f.Line == 16).Text.En.ShouldContain("'currency' is required");
        wrong.Faults.ShouldAllBe(f => f.Text.Zh.Length > 0);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("klingon")]
    public void An_encoding_that_there_is_not_is_reported_like_any_fault(string encoding)
    {
        var yaml = $$"""
            mapping: 1
            system: s
            file: { encoding: {{encoding}} }
            columns: { a: text }
            customers: [{ id: a, legal_name: a }]
            """;

        Should.Throw<MappingException>(() => MappingReader.Read("x", yaml))
            .Faults.ShouldHaveSingleItem().Text.En.ShouldBe($"there is no encoding '{encoding}'");
    }

    [Theory]
    [InlineData("a: [1", 1)]
    [InlineData("a: 1\na: 2", 2)]
    [InlineData("mapping: 1\n\tsystem: x", 2)]
    public void What_is_not_YAML_is_reported_with_its_line(string yaml, int line) =>
        Should.Throw<MappingException>(() => MappingReader.Read("x", yaml))
            .Faults[0].Line.ShouldBeInRange(line - 1, line + 1);
}
