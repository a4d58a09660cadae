using Microsoft.EntityFrameworkCore;

namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// The tables of one service and of the frame. Names are snake_case, the schema is the search path of the connection,
/// mappings are found in the assemblies of the frame and of the service.
/// </summary>
public abstract class ServiceDb : DbContext
{
    protected ServiceDb(DbContextOptions options) : base(options) =>
        // One transaction holds the whole request and is rolled back as a whole: savepoints would only cost round
        // trips.
        Database.AutoSavepointsEnabled = false;

    internal bool HasEventsToTell { get; set; }

    /// <summary>
    /// For whoever writes events or audit entries by SQL of its own in the current transaction: they are told as soon
    /// as it is committed.
    /// </summary>
    public void TellAfterCommit() => HasEventsToTell = true;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ServiceDb).Assembly);
        if (GetType().Assembly != typeof(ServiceDb).Assembly)
            modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }
}
