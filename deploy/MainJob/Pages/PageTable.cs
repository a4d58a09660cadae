using Spectre.Console;

namespace Risk.MainJob.Pages;

/// <summary>A table of the final page, its title and columns in English and Chinese.</summary>
internal static class PageTable
{
    /// <summary>Columns are texts: from the left.</summary>
    public static Table Of(Text title, params Text[] columns)
    {
        var table = Empty(title);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column.Stacked));
        return table;
    }

    /// <summary>Columns but the first are figures: from the right.</summary>
    public static Table OfFigures(Text title, params Text[] columns)
    {
        var table = Empty(title);
        foreach (var (column, index) in columns.Select((column, index) => (column, index)))
        {
            var header = new TableColumn(column.Stacked);
            table.AddColumn(index == 0 ? header : header.RightAligned());
        }

        return table;
    }

    private static Table Empty(Text title) =>
        new Table().Title($"[bold]{title.En} · {title.Zh}[/]").Border(TableBorder.Rounded).Expand();
}

/// <summary>A text of the final page in both languages.</summary>
internal readonly record struct Text(string En, string Zh)
{
    public string Stacked => Zh.Length == 0 ? En : $"{En}\n{Zh}";

    public static implicit operator Text((string En, string Zh) both) => new(both.En, both.Zh);
}
