using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Scoring.Scores;

internal sealed class ScoreTable : IEntityTypeConfiguration<Score>
{
    public void Configure(EntityTypeBuilder<Score> score)
    {
        score.ToTable("scores");
        score.HasKey(s => s.ScoreId);
        score.Property(s => s.ScoreId).ValueGeneratedNever();
        score.Property(s => s.Trigger).HasConversion<short>();
        score.Property(s => s.ModelGrade).HasConversion<short>();
        score.Property(s => s.RuledGrade).HasConversion<short?>();
        score.Property(s => s.Grade).HasConversion<short>();
        score.Property(s => s.ProbabilityOfDefault).HasPrecision(9, 8);
        score.Property(s => s.Confidence).HasPrecision(5, 4);
        score.Property(s => s.PaymentIndex).HasPrecision(5, 2);
    }
}

internal sealed class CustomerGradeTable : IEntityTypeConfiguration<CustomerGrade>
{
    public void Configure(EntityTypeBuilder<CustomerGrade> grade)
    {
        grade.ToTable("customer_grades");
        grade.HasKey(g => g.CustomerId);
        grade.Property(g => g.CustomerId).ValueGeneratedNever();
        grade.Property(g => g.Grade).HasConversion<short>();
        grade.Property(g => g.PaymentIndex).HasPrecision(5, 2);
    }
}
