namespace Risk.ServiceDefaults.Requests;

/// <summary>An id as a caller gives it.</summary>
public static class RequestedId
{
    public static Guid Of(string text, string field) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw Refuse.Invalid(field, new("is not an id of this suite (a UUID)", "不是本系统的编号（UUID）"));
}
