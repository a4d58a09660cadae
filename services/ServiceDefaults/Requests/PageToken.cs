using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// Where a list goes on: the sort keys of the last row seen. A token belongs to the query (filter and order) that it
/// was made for.
/// </summary>
public static class PageToken
{
    public const int SizeDefault = 50;
    public const int SizeMax = 1000;

    /// <summary>The page size for what was asked: 0 is the usual one, too much is cut to the most.</summary>
    public static int Size(int asked, int usual = SizeDefault, int max = SizeMax) => asked switch
    {
        < 0 => throw Refuse.Invalid("page_size", new Text("must not be negative", "不能为负数")),
        0 => usual,
        _ => Math.Min(asked, max),
    };

    public static string After(string query, params string[] keys) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string[]>([Mark(query), .. keys]));

    /// <summary>The keys after which to go on; null for the first page.</summary>
    public static string[]? Read(string token, string query, int keysCount)
    {
        if (token.Length == 0)
            return null;
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(token)) ?? [];
            if (parts.Length == keysCount + 1 && parts[0].Equals(Mark(query), StringComparison.Ordinal))
                return parts[1..];
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            throw Unknown();
        }
        throw Unknown();
    }

    private static Refusal Unknown() => Refuse.Invalid("page_token", new Text(
        "is not a token of this list and filter; start again without it", "不是此列表和筛选条件的翻页标记，请从第一页重新开始"));

    private static string Mark(string query) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, 6));
}
