using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Policies;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.Types.V1;

namespace Risk.Scoring.Credit;

/// <summary>Keeps the credit accounts.</summary>
internal sealed partial class CreditAccountsService(
    ScoringDb db, PoliciesInForce policies, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.CreditAccountsService.CreditAccountsServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private static Guid CustomerIdOf(string text) =>
        Guid.TryParse(text, out var id) ? id : throw Refuse.NotFound("customer", text);

    private static Guid LimitChangeIdOf(string text) =>
        Guid.TryParse(text, out var id) ? id : throw Refuse.NotFound("limit change", text);

    private DateOnly DayOf(Date? asked)
    {
        if (asked is null || asked.Value.Length == 0)
            return DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return DateOnly.TryParseExact(asked.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day)
            ? day
            : throw Refuse.Invalid("as_of_date", new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
    }

    private async Task<List<V1.CreditAccount>> ViewAsync(
        IReadOnlyList<CreditAccount> accounts, DateOnly day, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var view = new AccountView((NpgsqlConnection)db.Database.GetDbConnection(), day);
        return await view.OfAsync(accounts, ct);
    }

    private void Publish(CreditAccount account, IEnumerable<string> fields, LimitChange? change) =>
        outbox.Add(account.CustomerId.ToString(), new V1.CreditAccountChanged
        {
            CreditAccount = account.ToContract(DayOf(null)),
            ChangedFields = { fields },
            LimitChange = change?.ToContract(),
        });
}
