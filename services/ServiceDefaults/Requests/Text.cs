namespace Risk.ServiceDefaults.Requests;

/// <summary>The languages in which people are answered.</summary>
public enum Language
{
    English,
    SimplifiedChinese,
}

/// <summary>One message in every language that people read.</summary>
public sealed record Text(string En, string Zh)
{
    public Types.V1.Text ToContract() => new() { En = En, Zh = Zh };

    public string In(Language language) => language == Language.SimplifiedChinese ? Zh : En;
}
