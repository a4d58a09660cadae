using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Storage;

/// <summary>The tables of the scoring service; each noun maps its own.</summary>
internal sealed class ScoringDb(DbContextOptions<ScoringDb> options) : ServiceDb(options);
