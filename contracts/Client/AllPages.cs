namespace Risk.Client;

/// <summary>The pages of a list, read to its end.</summary>
public static class AllPages
{
    /// <summary>The rows of all pages, in their order.</summary>
    /// <param name="read">Reads the page with this token; the first has an empty one.</param>
    /// <param name="rows">The rows of a page.</param>
    /// <param name="next">The token of the page after it; empty at the end.</param>
    public static async Task<List<TRow>> ReadAsync<TPage, TRow>(
        Func<string, Task<TPage>> read, Func<TPage, IEnumerable<TRow>> rows, Func<TPage, string> next)
    {
        var all = new List<TRow>();
        var token = "";
        do
        {
            var page = await read(token).ConfigureAwait(false);
            all.AddRange(rows(page));
            token = next(page);
        }
        while (token.Length > 0);
        return all;
    }
}
