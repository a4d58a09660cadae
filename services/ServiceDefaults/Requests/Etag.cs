using System.Globalization;

namespace Risk.ServiceDefaults.Requests;

/// <summary>The version of a resource as callers see it: opaque, compared for equality alone.</summary>
public static class Etag
{
    public static string Of(long version) => "v" + version.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>
    /// Refuses when the caller has read another version than the present one; an empty etag asks for no check.
    /// </summary>
    public static void Check(string given, long version)
    {
        if (given.Length > 0 && !given.Trim('"').Equals(Of(version), StringComparison.Ordinal))
            throw Mismatch();
    }

    public static Refusal Mismatch() => Refuse.Aborted("ETAG_MISMATCH", new(
        "It was changed after you read it. Read it again and repeat the change.",
        "读取之后该数据已被修改，请重新读取后再提交。"));
}
