using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Risk.Intake.Mappings;

/// <summary>Reads how the file is laid out.</summary>
internal sealed class FileShapeReader(YamlSection section)
{
    private const int HeaderLineMax = 1000;

    private static readonly string[] Keys =
        ["delimiter", "encoding", "decimal", "thousands", "dates", "nulls", "sheet", "header_line"];

    /// <summary>Files come in the encodings of their countries, which the runtime does not know by itself.</summary>
    static FileShapeReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public FileShape Read()
    {
        section.AllowOnly(Keys);
        var shape = new FileShape
        {
            Delimiter = Sign("delimiter") ?? ',',
            Encoding = ReadEncoding(),
            Sheet = section.Text("sheet") ?? "",
            HeaderLine = ReadHeaderLine(),
            Formats = new()
            {
                Decimal = Sign("decimal") ?? '.',
                Thousands = Sign("thousands"),
                Dates = section.Node("dates") is null ? [Values.Dates.Format] : Dates(),
                Nulls = Texts("nulls").ToFrozenSet(StringComparer.Ordinal),
            },
        };
        if (shape.Formats.Thousands == shape.Formats.Decimal)
            section.Fault("thousands", new("'thousands' and 'decimal' must differ", "“thousands”与“decimal”不能相同"));
        return shape;
    }

    private char? Sign(string key)
    {
        if (section.Node(key) is not { } node)
            return null;
        var text = YamlSection.TextOf(node) ?? "";
        if (text == "\\t")
            return '\t';
        if (text.Length == 1)
            return text[0];
        section.Fault(node, new($"'{key}' is one character", $"“{key}”须为单个字符"));
        return null;
    }

    private string ReadEncoding()
    {
        var name = section.Text("encoding") ?? "utf-8";
        try
        {
            Encoding.GetEncoding(name);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            section.Fault("encoding", new($"there is no encoding '{name}'", $"没有名为“{name}”的编码"));
        }
        return name;
    }

    private int ReadHeaderLine()
    {
        if (section.Text("header_line") is not { } text)
            return 1;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            && line is >= 1 and <= HeaderLineMax)
            return line;
        section.Fault("header_line", new($"'header_line' is from 1 to {HeaderLineMax}",
            $"“header_line”须在 1 到 {HeaderLineMax} 之间"));
        return 1;
    }

    // A format must read back what it writes, with year, month and day.
    private string[] Dates()
    {
        var formats = Texts("dates");
        var probe = new DateOnly(2031, 10, 27);
        foreach (var format in formats)
        {
            try
            {
                if (DateOnly.TryParseExact(probe.ToString(format, CultureInfo.InvariantCulture), format,
                    CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read == probe)
                {
                    continue;
                }
            }
            catch (FormatException)
            {
                // Reported below, like a format that loses a part of the date.
            }
            section.Fault("dates", new(
                $"'{format}' is not a date format such as yyyy-MM-dd or dd.MM.yyyy",
                $"“{format}”不是日期格式，例如 yyyy-MM-dd 或 dd.MM.yyyy"));
        }
        return formats;
    }

    private string[] Texts(string key) =>
        [.. section.Sequence(key).Select(YamlSection.TextOf).OfType<string>()];
}
