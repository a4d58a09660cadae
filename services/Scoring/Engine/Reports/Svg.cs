using System.Globalization;
using System.Text;

namespace Risk.Scoring.Engine.Reports;

/// <summary>A line, or dots, of a chart.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, string Colour)
{
    public bool IsDots { get; init; }

    public bool IsDashed { get; init; }
}

/// <summary>Charts as SVG: no script, no outside resource, so that a report is one file for ever.</summary>
internal static class Svg
{
    private const int Width = 440;
    private const int Height = 300;
    private const int Left = 52;
    private const int Bottom = 40;
    private const int Edge = 14;
    private const int LabelsMax = 10;

    public static string Lines(string title, (string X, string Y) axes, params Series[] all)
    {
        var points = all.SelectMany(s => s.Points).ToList();
        var (xMax, yMax) = (Nice(points.Max(p => p.X)), Nice(points.Max(p => p.Y)));
        var svg = Begin(title, axes, xMax, yMax);
        foreach (var series in all)
        {
            var places = series.Points.Select(p => (X: X(p.X / xMax), Y: Y(p.Y / yMax))).ToList();
            if (series.IsDots)
            {
                foreach (var (x, y) in places)
                    Add(svg, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.5\" fill=\"{series.Colour}\"/>");
                continue;
            }
            var path = string.Join(' ', places.Select(p => string.Create(
                CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));
            var dash = series.IsDashed ? " stroke-dasharray=\"5 4\"" : "";
            Add(svg, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{series.Colour}\" "
                + $"stroke-width=\"1.8\"{dash}/>");
        }
        Legend(svg, [.. all.Select(s => (s.Name, s.Colour))], Height - Bottom - 16 * all.Length - 2);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>Bars side by side for each label, one of every series.</summary>
    public static string Bars(
        string title, (string X, string Y) axes, IReadOnlyList<string> labels,
        params (string Name, double[] Values, string Colour)[] all)
    {
        var yMax = Nice(all.Max(s => s.Values.Max()));
        var svg = Begin(title, axes, xMax: null, yMax);
        var (step, every) = (1.0 / labels.Count, (labels.Count + LabelsMax - 1) / LabelsMax);
        var width = (X(step) - X(0)) * 0.8 / all.Length;
        foreach (var (i, label) in labels.Index())
        {
            var left = X(i * step + step * 0.1);
            foreach (var (s, (_, values, colour)) in all.Index())
            {
                var y = Y(values[i] / yMax);
                Add(svg, $"<rect x=\"{left + s * width:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" "
                    + $"height=\"{Y(0) - y:0.#}\" fill=\"{colour}\"/>");
            }
            if (i % every == 0)
            {
                Add(svg, $"<text x=\"{X((i + 0.5) * step):0.#}\" y=\"{Height - Bottom + 14}\" class=\"tick\" "
                    + $"text-anchor=\"middle\">{Escape(label)}</text>");
            }
        }
        Legend(svg, [.. all.Select(s => (s.Name, s.Colour))], Edge + 12);
        return svg.Append("</svg>").ToString();
    }

    public static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    private static StringBuilder Begin(string title, (string X, string Y) axes, double? xMax, double yMax)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(title)}\">");
        Add(svg, $"<title>{Escape(title)}</title>");
        for (var i = 0; i <= 4; i++)
        {
            var y = Y(i / 4.0);
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Edge}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"#ddd\"/>");
            Add(svg, $"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" class=\"tick\" text-anchor=\"end\">"
                + $"{Number(yMax * i / 4)}</text>");
            if (xMax is { } most)
            {
                Add(svg, $"<text x=\"{X(i / 4.0):0.#}\" y=\"{Height - Bottom + 14}\" class=\"tick\" "
                    + $"text-anchor=\"middle\">{Number(most * i / 4)}</text>");
            }
        }
        Add(svg, $"<text x=\"{(Left + Width - Edge) / 2}\" y=\"{Height - 6}\" class=\"axis\" text-anchor=\"middle\">"
            + $"{Escape(axes.X)}</text>");
        Add(svg, $"<text transform=\"translate(12 {(Height - Bottom + Edge) / 2}) rotate(-90)\" class=\"axis\" "
            + $"text-anchor=\"middle\">{Escape(axes.Y)}</text>");
        return svg;
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<(string Name, string Colour)> all, int top)
    {
        foreach (var (i, (name, colour)) in all.Where(s => s.Name.Length > 0).Index())
        {
            var y = top + 16 * i;
            Add(svg, $"<rect x=\"{Width - 150}\" y=\"{y - 6}\" width=\"14\" height=\"4\" fill=\"{colour}\"/>");
            Add(svg, $"<text x=\"{Width - 130}\" y=\"{y}\" class=\"tick\">{Escape(name)}</text>");
        }
    }

    private static double X(double share) => Left + share * (Width - Left - Edge);

    private static double Y(double share) => Height - Bottom - share * (Height - Bottom - Edge);

    /// <summary>The next number of one digit, so that the ticks are round.</summary>
    private static double Nice(double most)
    {
        if (most <= 0)
            return 1;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return new[] { 1, 2, 4, 5, 8, 10 }.Select(m => m * unit).First(m => m >= most - 1e-12);
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static void Add(StringBuilder svg, string text) => svg.Append(text);
}
