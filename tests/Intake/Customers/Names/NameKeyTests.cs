using Risk.Intake.Customers.Names;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Names;

public sealed class NameKeyTests
{
    [Theory]
    [InlineData("Acme Trading Co., Ltd.", "acme trading")]
    [InlineData("ACME TRADING LIMITED", "acme trading")]
    [InlineData("Ａｃｍｅ　Ｔｒａｄｉｎｇ", "acme trading")]
    [InlineData("Müller & Söhne GmbH", "and muller sohne")]
    [InlineData("Société Générale S.A.", "generale")]
    [InlineData("Straße AG", "strasse")]
    [InlineData("上海贸易有限公司", "上海贸易")]
    [InlineData("中国石油化工股份有限公司", "中国石油化工")]
    [InlineData("华为技术（深圳）有限公司", "华为技术深圳")]
    [InlineData("华为技术(深圳)有限公司", "华为技术深圳")]
    [InlineData("台北精工有限責任公司", "台北精工")]
    [InlineData("國華總公司", "国华")]
    [InlineData("東方集團公司", "东方")]
    [InlineData("杭州云杉合伙企业（有限合伙）", "杭州云杉")]
    [InlineData("北京金杜会计师事务所合伙企业(特殊普通合伙)", "北京金杜会计师事务所")]
    [InlineData("O'Brien P.L.C.", "obrien")]
    [InlineData("Salek, Abdulhai", "abdulhai salek")]
    [InlineData("AG", "ag")]
    public void A_name_is_reduced_to_what_tells_it_from_others(string name, string key) =>
        NameKey.Of(name).ShouldBe(key);

    [Fact]
    public void Chinese_is_cut_into_pairs_and_letters_into_threes()
    {
        NameKey.GramsOf("上海贸易").ShouldBe(["上海", "海贸", "贸易"]);
        NameKey.GramsOf("acme").ShouldBe([" ac", "acm", "cme", "me "]);
    }
}
