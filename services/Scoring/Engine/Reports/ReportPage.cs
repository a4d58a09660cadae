using System.Globalization;
using System.Text;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Reports;

/// <summary>A page of HTML in one language: headings, tables, lists and charts, without script.</summary>
internal sealed class ReportPage(Language language)
{
    public const string Blue = "#2b6cb0";
    public const string Red = "#c05621";
    public const string Grey = "#a0aec0";

    private const string Style =
        "body{font:15px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:960px;margin:2rem auto;"
        + "padding:0 1rem;color:#1a202c}table{border-collapse:collapse;margin:.6rem 0 1.2rem}"
        + "td,th{border:1px solid #cbd5e0;padding:.25rem .6rem;text-align:right}"
        + "td:first-child,th:first-child{text-align:left}th{background:#edf2f7}svg{width:100%;max-width:460px}"
        + ".charts{display:flex;flex-wrap:wrap;gap:1rem}.charts>*{flex:1 1 400px}.wide{font-size:11px}"
        + ".wide td,.wide th{padding:.15rem .3rem}.tick{font-size:11px;fill:#4a5568}"
        + ".axis{font-size:12px;fill:#2d3748}.alarm{color:#c53030}"
        + ".signature{margin-top:3rem;border-top:1px solid #718096;width:22rem;padding-top:.3rem}"
        + "@media print{table,svg{break-inside:avoid}}";

    private readonly StringBuilder html = new();

    public string In(Text text) => text.In(language);

    public void Begin(string title) => html.Append("<!DOCTYPE html>\n<html lang=\"").Append(language.Tag())
        .Append("\"><head><meta charset=\"utf-8\"><title>").Append(Svg.Escape(title))
        .Append("</title><style>").Append(Style).Append("</style></head>\n<body><h1>")
        .Append(Svg.Escape(title)).Append("</h1>\n");

    public string End(Text signed) => html.Append("<p class=\"signature\">").Append(In(signed))
        .Append("</p></body></html>\n").ToString();

    public void Heading(Text text) => html.Append("<h2>").Append(In(text)).Append("</h2>\n");

    public void SubHeading(string text) => html.Append("<h3>").Append(Svg.Escape(text)).Append("</h3>\n");

    public void Paragraph(Text text) => html.Append("<p>").Append(In(text)).Append("</p>\n");

    public void List(string kind, IEnumerable<Text> items) => html.Append("<ul class=\"").Append(kind).Append("\">")
        .AppendJoin("", items.Select(i => $"<li>{Svg.Escape(In(i))}</li>")).Append("</ul>\n");

    public void Charts(params IEnumerable<string> charts) => html.Append("<div class=\"charts\">")
        .AppendJoin("", charts.Select(c => $"<div>{c}</div>")).Append("</div>\n");

    public void Table(IReadOnlyList<string> head, IEnumerable<string[]> rows, string kind = "")
    {
        html.Append("<table class=\"").Append(kind).Append("\">");
        if (head.Any(h => h.Length > 0))
            html.Append("<tr>").AppendJoin("", head.Select(h => $"<th>{Svg.Escape(h)}</th>")).Append("</tr>\n");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.Select(c => $"<td>{Svg.Escape(c)}</td>")).Append("</tr>\n");
        html.Append("</table>\n");
    }

    public static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Percent(double value) =>
        (100 * value).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
