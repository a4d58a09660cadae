namespace Risk.MainJob.Sample;

/// <summary>Makes company names that sound like their country's. Any likeness to a real company is chance.</summary>
internal static class CompanyNames
{
    private static readonly (string Region, string City)[] ChineseCities =
    [
        ("江苏省", "苏州"), ("江苏省", "无锡"), ("浙江省", "宁波"), ("浙江省", "温州"), ("广东省", "佛山"), ("广东省", "东莞"),
        ("山东省", "青岛"), ("山东省", "潍坊"), ("福建省", "泉州"), ("湖北省", "武汉"), ("四川省", "成都"), ("河南省", "郑州"),
        ("上海市", "上海"), ("天津市", "天津"), ("重庆市", "重庆"), ("湖南省", "长沙"), ("安徽省", "合肥"), ("河北省", "唐山"),
    ];

    private const string ChineseFirst = "恒华鼎瑞盛宏博嘉锦永泰兴德安康晟凯骏启隆";
    private const string ChineseSecond = "达源信诚丰利通和远航成业茂祥润科创辉腾峰";

    private static readonly string[] ForeignStems =
    [
        "Norvik", "Aldmere", "Brightwater", "Calder", "Dunmore", "Elmstead", "Fairhaven", "Granvik", "Halden",
        "Ingleby", "Juniper", "Kestrel", "Lindqvist", "Marwick", "Northgate", "Oakhurst", "Pemberton", "Quillan",
        "Rosengard", "Silverdale", "Thornbury", "Ulverton", "Vantage", "Westerholm", "Yarrow", "Zellmann",
        "Ashdown", "Belmont", "Corvane", "Drayton", "Everley", "Fennimore",
    ];

    private static readonly (string Country, string Region, string Form, int Weight)[] ForeignHomes =
    [
        ("DE", "Bayern", "GmbH", 5), ("DE", "Nordrhein-Westfalen", "GmbH & Co. KG", 3), ("US", "Ohio", "Inc.", 5),
        ("US", "Texas", "LLC", 4), ("GB", "West Midlands", "Ltd", 4), ("FR", "Rhône", "SAS", 2),
        ("IT", "Lombardia", "S.r.l.", 2), ("JP", "Aichi", "K.K.", 3), ("BR", "São Paulo", "Ltda.", 2),
        ("TR", "Bursa", "A.Ş.", 2), ("VN", "Bình Dương", "JSC", 2), ("IN", "Gujarat", "Pvt. Ltd.", 2),
    ];

    private static readonly string[] ForeignEndings = ["Group", "Works", "Trading", "Systems", "Supply", "Partners"];

    public static (string Name, string Region) Chinese(Random random, Industry industry)
    {
        var (region, city) = ChineseCities[random.Next(ChineseCities.Length)];
        var first = ChineseFirst[random.Next(ChineseFirst.Length)];
        var stem = $"{first}{ChineseSecond[random.Next(ChineseSecond.Length)]}";
        var form = random.Next(8) == 0 ? "股份有限公司" : "有限公司";
        return ($"{city}{stem}{industry.NameZh}{form}", region);
    }

    public static (string Name, string Country, string Region) Foreign(Random random, Industry industry)
    {
        var at = random.Next(ForeignHomes.Sum(home => home.Weight));
        var home = ForeignHomes.First(candidate => (at -= candidate.Weight) < 0);
        var stem = ForeignStems[random.Next(ForeignStems.Length)];
        var ending = random.Next(3) == 0 ? $" {ForeignEndings[random.Next(ForeignEndings.Length)]}" : "";
        return ($"{stem} {industry.NameEn}{ending} {home.Form}", home.Country, home.Region);
    }
}
