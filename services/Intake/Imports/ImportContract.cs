using Risk.Intake.Imports.Batches;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports;

/// <summary>An import as the contract shows it.</summary>
internal static class ImportContract
{
    public static V1.Import ToContract(this Import import, Language language) => import.ToContract(new()
    {
        Read = import.RowsRead,
        Recorded = import.RowsRecorded,
        Repeated = import.RowsRepeated,
        Refused = import.RowsRefused,
        Customers = import.CustomersRegistered,
        Statements = import.StatementsFiled,
        Documents = import.DocumentsRecorded,
    }, language);

    public static V1.Import ToContract(this Import import, Counts counts, Language language) => new()
    {
        ImportId = import.ImportId.ToString(),
        FileName = import.FileName,
        Mapping = import.Mapping,
        MappingSha256 = import.MappingSha256,
        State = import.State,
        RowsRead = counts.Read,
        RowsRecorded = counts.Recorded,
        RowsRepeated = counts.Repeated,
        RowsRefused = counts.Refused,
        CustomersRegistered = counts.Customers,
        StatementsFiled = counts.Statements,
        DocumentsRecorded = counts.Documents,
        StartedAt = Values.ToContract.Time(import.StartedAt),
        EndedAt = Values.ToContract.Time(import.EndedAt),
        StartedBy = import.StartedBy,
        Failure = language == Language.SimplifiedChinese ? import.FailureZh : import.FailureEn,
    };
}
