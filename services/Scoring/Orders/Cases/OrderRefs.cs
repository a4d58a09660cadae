using Risk.ServiceDefaults.Requests;
using Risk.Types.V1;

namespace Risk.Scoring.Orders;

/// <summary>Orders by the caller's names.</summary>
internal static class OrderRefs
{
    public static ExternalRef? Of(string system, string id) =>
        id.Length == 0 ? null : new() { System = system, Id = id };

    public static void Check(InputCheck check, string field, ExternalRef? given)
    {
        if (given is null)
            return;
        check.That(given.System.Length is >= 1 and <= 64, field + ".system", new(
            "must have 1 to 64 characters", "长度必须为 1 到 64 个字符"));
        check.That(given.Id.Length is >= 1 and <= 128, field + ".id", new(
            "must have 1 to 128 characters", "长度必须为 1 到 128 个字符"));
    }
}
