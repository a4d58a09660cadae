using Risk.Intake.Rules;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>Whose a record is: a customer known before, or one that the same batch or row registers.</summary>
internal static class Lookup
{
    public static Guid? CustomerOf(
        Batch batch, RowShare share, CustomerDirectory directory, ExternalRef reference) =>
        directory.Find(reference) ?? batch.NewCustomers.GetValueOrDefault(reference)?.CustomerId
        ?? share.Find(reference);

    public static Fault UnknownCustomer(ExternalRef reference) => new("customer", "UNKNOWN_CUSTOMER", new(
        $"is not a customer that {reference.System} knows", $"不是 {reference.System} 中的已知客户"), reference.Id);
}
