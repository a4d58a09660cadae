using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>The first answer to a request id of a caller.</summary>
internal sealed class StoredAnswer
{
    public required string Caller { get; init; }

    public required string RequestId { get; init; }

    public required byte[] RequestHash { get; init; }

    public required byte[] Response { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class StoredAnswerTable : IEntityTypeConfiguration<StoredAnswer>
{
    public void Configure(EntityTypeBuilder<StoredAnswer> builder)
    {
        builder.ToTable("idempotency").HasKey(a => new { a.Caller, a.RequestId });
        builder.Property(a => a.CreatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
