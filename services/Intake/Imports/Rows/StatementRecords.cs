using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Risk.Intake.Statements;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>Makes statements of rows.</summary>
internal sealed class StatementRecords(RecordMapping record, DateOnly today)
{
    public StatementDraft? Of(RowValues row, string system)
    {
        var values = new RecordValues(record, row);
        if (!values.IsPresent)
            return null;
        var scope = (V1.StatementScope)values.Choice("scope", ContractEnums.StatementScopes);
        var statement = new Statement
        {
            StatementId = Guid.CreateVersion7(),
            PeriodStart = values.Day("period_start") ?? default,
            PeriodEnd = values.Day("period_end") ?? default,
            CurrencyCode = values.Text("currency"),
            Scope = scope == V1.StatementScope.Unspecified ? V1.StatementScope.Company : scope,
            AuditOpinion = (V1.AuditOpinion)values.Choice("audit_opinion", ContractEnums.AuditOpinions),
            Source = values.Text("source"),
        };
        foreach (var line in StatementLines.All)
            line.Set(statement, values.Number(line.Field));
        StatementRules.Check(statement, today, row.Faults);
        return new(new(system, values.Text("customer")), statement);
    }
}
