using Risk.Intake.Customers.Names;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Names;

public sealed class NameSimilarityTests
{
    [Theory]
    [InlineData("Siemens AG", "SIEMENS Aktiengesellschaft")]
    [InlineData("Siemens AG", "Seimens GmbH")]
    [InlineData("上海宝钢贸易有限公司", "上海宝钢贸易股份有限公司")]
    [InlineData("台北精工有限責任公司", "台北精工有限公司")]
    [InlineData("華潤電力控股有限公司", "华润电力控股有限公司")]
    [InlineData("Acme Trading Co., Ltd.", "Trading Acme Limited")]
    [InlineData("International Business Machines Corp", "International Busines Machines")]
    public void Spellings_of_one_company_are_noteworthy(string a, string b) =>
        Of(a, b).ShouldBeGreaterThanOrEqualTo(NameSimilarity.Noteworthy);

    [Theory]
    [InlineData("Siemens AG", "Bosch GmbH")]
    [InlineData("上海贸易有限公司", "北京科技有限公司")]
    [InlineData("Northern Steel", "Southern Textiles")]
    public void Different_companies_are_not(string a, string b) => Of(a, b).ShouldBeLessThan(NameSimilarity.Noteworthy);

    [Fact]
    public void Similarity_is_the_same_from_both_sides_and_one_for_equal_keys()
    {
        Of("Acme Steel", "Acme Steal").ShouldBe(Of("Acme Steal", "Acme Steel"));
        Of("Acme Steel Inc", "ACME STEEL LLC").ShouldBe(1);
    }

    [SharedDataFact]
    public void Names_written_otherwise_are_found_and_names_of_others_hardly_ever()
    {
        var listed = Names("reference/name_match_positives_un.csv").Select(NameKey.Of).ToArray();
        foreach (var name in Names("reference/name_match_positives_un.csv").Take(300))
        {
            var words = name.ToUpperInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            Of(name, string.Join("  ", words.Reverse())).ShouldBe(1, name);
        }
        var others = Names("reference/name_match_negatives_global.csv").Take(300).Select(NameKey.Of).ToArray();
        var wrong = others.Count(o => listed.Any(l => NameSimilarity.Of(o, l) >= NameSimilarity.Noteworthy));
        wrong.ShouldBeLessThan(others.Length / 20);
    }

    private static double Of(string a, string b) => NameSimilarity.Of(NameKey.Of(a), NameKey.Of(b));

    private static IEnumerable<string> Names(string file) => File.ReadLines(SharedData.PathOf(file)).Skip(1)
        .Select(line => line.StartsWith('"') ? line[1..line.IndexOf('"', 1)] : line[..line.IndexOf(',')])
        .Where(name => name.Length > 3);
}
