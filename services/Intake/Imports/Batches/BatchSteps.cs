using Risk.Intake.Documents;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Intake.Imports.Batches;

/// <summary>The steps by which a batch is kept, in their order: whom, then what, then the telling of it.</summary>
internal sealed record BatchSteps(
    CustomerStep Customers, StatementStep Statements, DocumentStep Documents, FactCopy Facts)
{
    public static BatchSteps For(
        Import import, IntakeDb db, CustomerDirectory directory, Caller caller,
        (DocumentIds Ids, TimeProvider Clock) tools) =>
        new(new(db, directory, caller.Roles, tools.Clock), new(db, directory, import, tools.Clock),
            new(directory, tools.Ids, import, tools.Clock), new(caller));
}
