using Npgsql;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>Reads accounts without change tracking, where many are locked at once.</summary>
internal static class AccountRows
{
    public const string Columns =
        """
        customer_id, currency_code, limit_amount, unlimited, temporary_limit, temporary_from, temporary_until,
        net_days_max, riskiest_method, valid_until, order_value_max, forced_hold, version, changed_at, group_limit,
        dunning_level, group_id
        """;

    public static CreditAccount Read(NpgsqlDataReader reader)
    {
        var account = new CreditAccount
        {
            CustomerId = reader.GetGuid(0),
            CurrencyCode = reader.GetString(1),
            RiskiestMethod = (PaymentMethod)reader.GetInt16(8),
            OrderValueMax = reader.Nullable<decimal>(10),
            ForcedHold = reader.GetBoolean(11),
            Version = reader.GetInt64(12),
            ChangedAt = reader.Instant(13),
            DunningLevel = reader.GetInt32(15),
            GroupId = reader.Nullable<Guid>(16),
        };
        account.Write(new()
        {
            Currency = account.CurrencyCode,
            Limit = reader.GetDecimal(2),
            Unlimited = reader.GetBoolean(3),
            TemporaryLimit = reader.Nullable<decimal>(4),
            TemporaryFrom = reader.Nullable<DateOnly>(5),
            TemporaryUntil = reader.Nullable<DateOnly>(6),
            ValidUntil = reader.Nullable<DateOnly>(9),
            GroupLimit = reader.Nullable<decimal>(14),
            NetDaysMax = reader.Nullable<int>(7),
        });
        return account;
    }
}
