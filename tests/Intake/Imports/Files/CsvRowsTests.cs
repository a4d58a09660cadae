using System.IO.Compression;
using System.Text;
using Risk.Intake.Imports.Files;
using Risk.Intake.Mappings;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Imports.Files;

public sealed class CsvRowsTests
{
    static CsvRowsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Rows_carry_the_line_on_which_they_begin()
    {
        var rows = await ReadAsync("a,b\n1,\"x\ny\"\n\n2,z\n");

        rows.ShouldBe(["2: 1|x\ny", "5: 2|z"]);
    }

    [Fact]
    public async Task Lines_of_nothing_but_delimiters_are_no_rows() =>
        (await ReadAsync("a,b,c\n,,\n1,2,3\n , ,\n,,\n", new() { HeaderLine = 1 })).ShouldBe(["3: 1|2|3"]);

    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData("\uFEFFa,b\n1,2\n")]
    [InlineData("a,b\n 1 , 2 \n")]
    [InlineData("a,b\n\"1\",\"2\"\n")]
    public async Task Line_ends_marks_blanks_and_quotes_make_no_difference(string text) =>
        (await ReadAsync(text)).ShouldBe(["2: 1|2"]);

    [Fact]
    public async Task Quotes_are_doubled_inside_and_stray_ones_stand()
    {
        (await ReadAsync("a,b\n\"say \"\"hi\"\", ok\",5\" pipe\n")).ShouldBe(["2: say \"hi\", ok|5\" pipe"]);
    }

    [Fact]
    public async Task Another_delimiter_and_header_line_are_taken_from_the_mapping() =>
        (await ReadAsync("Report\nof May\na;b\n1;2,5\n", new() { Delimiter = ';', HeaderLine = 3 }))
            .ShouldBe(["4: 1|2,5"]);

    [Fact]
    public async Task Chinese_in_the_national_encoding_is_read()
    {
        var bytes = Encoding.GetEncoding("gb18030").GetBytes("a,b\n上海,贸易\n");

        (await ReadAsync(bytes, new() { Encoding = "gb18030" })).ShouldBe(["2: 上海|贸易"]);
    }

    [Fact]
    public async Task A_byte_order_mark_wins_over_the_mapping()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a,b\n上,2\n")).ToArray();

        (await ReadAsync(bytes, new())).ShouldBe(["2: 上|2"]);
    }

    [Fact]
    public async Task Bytes_of_another_encoding_end_the_import_instead_of_becoming_question_marks()
    {
        var bytes = Encoding.Latin1.GetBytes("a,b\nMüller,1\n");

        (await Should.ThrowAsync<FileException>(() => ReadAsync(bytes, new()))).Message.ShouldContain("encoding");
    }

    [Fact]
    public async Task Bytes_that_are_wrong_behind_a_mark_end_the_import_too()
    {
        byte[] utf8 = [0xEF, 0xBB, 0xBF, .. "a,b\n杭州"u8, 0xFF, .. "子,1\n"u8];
        byte[] utf16 =
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n杭"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes(",1\n")];

        foreach (var bytes in (byte[][])[utf8, utf16])
        {
            (await Should.ThrowAsync<FileException>(() => ReadAsync(bytes, new() { Encoding = "gb18030" })))
                .Message.ShouldContain("encoding");
        }
    }

    [Theory]
    [InlineData("gb18030")]
    [InlineData("big5")]
    [InlineData("windows-1252")]
    public async Task UTF_8_is_not_read_as_a_national_encoding(string encoding)
    {
        var bytes = Encoding.UTF8.GetBytes("a,b\n杭州,贸易\n");

        (await Should.ThrowAsync<FileException>(() => ReadAsync(bytes, new() { Encoding = encoding })))
            .Message.ShouldContain("is UTF-8");
    }

    [Fact]
    public async Task Western_letters_in_their_own_encoding_are_read()
    {
        var bytes = Encoding.GetEncoding("windows-1252").GetBytes("a,b\nMüller & Söhne,größer\n");

        (await ReadAsync(bytes, new() { Encoding = "windows-1252" })).ShouldBe(["2: Müller & Söhne|größer"]);
    }

    [Fact]
    public async Task An_old_or_locked_workbook_is_called_by_its_name() =>
        (await Should.ThrowAsync<FileException>(
            () => ReadAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new()))).Message.ShouldContain(".xls");

    [Fact]
    public async Task A_quote_that_is_never_closed_ends_the_import_and_names_its_line()
    {
        var wrong = await Should.ThrowAsync<FileException>(() => ReadAsync("a,b\n1,2\n3,\"open\n5,6\n7,8\n"));

        wrong.Message.ShouldContain("line 3");
    }

    [Fact]
    public async Task A_compressed_file_is_read_as_what_it_holds()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync("a,b\n1,2\n"u8.ToArray());

        (await ReadAsync(packed.ToArray(), new())).ShouldBe(["2: 1|2"]);
    }

    [Fact]
    public async Task An_empty_file_is_refused() => await Should.ThrowAsync<FileException>(() => ReadAsync(""));

    private static Task<List<string>> ReadAsync(string text, FileShape? shape = null) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), shape ?? new());

    private static async Task<List<string>> ReadAsync(byte[] bytes, FileShape shape)
    {
        await using var source = await OpenedFile.OpenAsync(
            new MemoryStream(bytes), shape, spooledBytesMax: 1_000_000, CancellationToken.None);
        var rows = new List<string>();
        while (await source.ReadAsync(CancellationToken.None))
        {
            rows.Add($"{source.Line}: " + string.Join('|',
                Enumerable.Range(0, source.CellsCount).Select(i => source.Cell(i).ToString())));
        }
        return rows;
    }
}
