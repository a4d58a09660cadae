using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Engine.Models;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Models;

/// <summary>A version of a model: published by one person, activated by another.</summary>
internal sealed class ModelVersion
{
    private ModelVersion()
    {
    }

    public ModelVersion(string name, CustomerModelKind kind, byte[] definition)
    {
        (Name, Kind, Definition) = (name, (V1.ModelKind)kind, definition);
        DefinitionSha256 = SHA256.HashData(definition);
    }

    public int Version { get; init; }
    public string Name { get; private init; } = "";
    public V1.ModelKind Kind { get; private init; }
    public V1.ModelState State { get; set; } = V1.ModelState.Published;

    /// <summary>As it was published, JSON.</summary>
    public byte[] Definition { get; private init; } = [];
    public byte[] DefinitionSha256 { get; private init; } = [];
    public required string Reason { get; init; }
    public required string PublishedBy { get; init; }
    public required string PublishedByOwner { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public string ActivatedBy { get; private set; } = "";
    public string ActivatedByOwner { get; private set; } = "";
    public DateTimeOffset? ActivatedAt { get; private set; }

    /// <summary>Of the last activation; null when it started none.</summary>
    public Guid? RescoringId { get; private set; }

    public void Activate(Caller by, DateTimeOffset now, Guid? rescoring)
    {
        (State, ActivatedBy, ActivatedByOwner, ActivatedAt) = (V1.ModelState.Active, by.Name, by.Owner, now);
        RescoringId = rescoring;
    }

    public V1.Model ToContract(bool withDefinition = false) => new()
    {
        Version = Version,
        Name = Name,
        Kind = Kind,
        State = State,
        Definition = withDefinition ? System.Text.Encoding.UTF8.GetString(Definition) : "",
        DefinitionSha256 = Convert.ToHexStringLower(DefinitionSha256),
        Reason = Reason,
        PublishedBy = PublishedBy,
        PublishedAt = Timestamp.FromDateTimeOffset(PublishedAt),
        ActivatedBy = ActivatedBy,
        ActivatedAt = ActivatedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        RescoringId = RescoringId?.ToString() ?? "",
    };
}

internal sealed class ModelTable : IEntityTypeConfiguration<ModelVersion>
{
    public void Configure(EntityTypeBuilder<ModelVersion> model)
    {
        model.ToTable("models").HasKey(m => m.Version);
        model.Property(m => m.Version).ValueGeneratedOnAdd();
        model.Property(m => m.Kind).HasConversion<short>();
        model.Property(m => m.State).HasConversion<short>();
    }
}
