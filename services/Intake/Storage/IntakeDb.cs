using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Imports;
using Risk.Intake.Mappings;
using Risk.Intake.Statements;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Storage;

/// <summary>The tables of the intake service.</summary>
internal sealed class IntakeDb(DbContextOptions<IntakeDb> options) : ServiceDb(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<CustomerIdentifier> CustomerIdentifiers => Set<CustomerIdentifier>();

    public DbSet<CustomerRef> CustomerRefs => Set<CustomerRef>();

    public DbSet<Statement> Statements => Set<Statement>();

    public DbSet<Document> Documents => Set<Document>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<RefusedRow> RefusedRows => Set<RefusedRow>();

    public DbSet<KeptMapping> Mappings => Set<KeptMapping>();

    /// <summary>Joins the transaction of the request, or begins one.</summary>
    public async Task<Work> BeginWorkAsync(CancellationToken cancellation) =>
        new(Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellation) : null);
}
