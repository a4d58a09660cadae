using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Risk.ServiceDefaults.Storage;

/// <summary>Names that a mapping does not give are snake_case, as they are written in the migrations.</summary>
internal sealed class SnakeCaseNames : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (!entity.IsOwned() && entity.GetTableName() is { } table)
                entity.Builder.ToTable(Of(table));
            NameColumns(entity);
        }
    }

    private static void NameColumns(IConventionTypeBase type)
    {
        foreach (var property in type.GetProperties())
            property.Builder.HasColumnName(Of(property.GetColumnName()));
        foreach (var complex in type.GetComplexProperties())
            NameColumns(complex.ComplexType);
    }

    internal static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var starts = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts)
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
