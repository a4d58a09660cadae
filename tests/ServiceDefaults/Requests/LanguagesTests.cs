using Risk.ServiceDefaults.Requests;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Requests;

public sealed class LanguagesTests
{
    [Theory]
    [InlineData(null, Language.English)]
    [InlineData("", Language.English)]
    [InlineData("fr", Language.English)]
    [InlineData("zh-CN", Language.SimplifiedChinese)]
    [InlineData("zh", Language.SimplifiedChinese)]
    [InlineData("ZH-hans-cn", Language.SimplifiedChinese)]
    [InlineData("en, zh-CN", Language.English)]
    [InlineData("zh-CN, en", Language.SimplifiedChinese)]
    [InlineData("en;q=0.5, zh;q=0.9", Language.SimplifiedChinese)]
    [InlineData("zh;q=0, en;q=0.1", Language.English)]
    [InlineData("zh;q=0", Language.English)]
    [InlineData("*", Language.English)]
    [InlineData("fr, *;q=0.1, zh;q=0.2", Language.SimplifiedChinese)]
    [InlineData("zh;q=nonsense, en;q=0.1", Language.English)]
    [InlineData(";;,,;q=", Language.English)]
    public void The_best_known_language_is_chosen(string? accepted, Language expected) =>
        Languages.Choose(accepted).ShouldBe(expected);
}
