using VirtualWindow.Storage.Catalogue;

namespace VirtualWindow.Storage.Tests;

/// <summary>RFC 4180 as the catalogue's files use it, and every way in which a row can be broken.</summary>
public sealed class CsvTests
{
    [Theory]
    [InlineData("code,name\nA,甲\nB,乙\n")]
    [InlineData("code,name\r\nA,甲\r\nB,乙\r\n")]
    [InlineData("code,name\nA,甲\nB,乙")]
    [InlineData("\uFEFFcode,name\nA,甲\nB,乙\n")]
    [InlineData("code,name\n\nA,甲\r\n\r\nB,乙\n\n")]
    [InlineData("\"code\",\"name\"\r\n\"A\",\"甲\"\r\n\"B\",\"乙\"")]
    public void Line_ends_quotes_marks_and_empty_lines_make_no_difference(string text) =>
        Assert.Equal(["A=甲", "B=乙"], Csv.Read(text).Select(row => $"{row["code"]}={row["name"]}"));

    [Theory]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("\"\"\"\"", "\"")]
    [InlineData("\"\"\"a\"\"\"", "\"a\"")]
    [InlineData("\"a\nb\"", "a\nb")]
    [InlineData("\"a\r\nb\"", "a\r\nb")]
    [InlineData("\"\"", "")]
    [InlineData("", "")]
    [InlineData(" a ", " a ")]
    [InlineData("《一次性告知》；见“说明”", "《一次性告知》；见“说明”")]
    public void A_field_means_what_was_written(string written, string meant) =>
        Assert.Equal([meant], Csv.Read($"first,field,last\n1,{written},2\n").Select(row => row["field"]));

    [Theory]
    [InlineData("a,b\n1\n", "Line 2", "1 fields under 2 columns")]
    [InlineData("a,b\n1,2\n\"x\ny\",2,3\n", "Line 3", "3 fields under 2 columns")]
    [InlineData("a,b\n1,\"2\n3,4\n", "Line 2", "never closed")]
    [InlineData("a,b\n1,2\"3\n", "Line 2", "a quote inside")]
    [InlineData("a,b\n1,\"2\"3\n", "Line 2", "after a closing quote")]
    [InlineData("a,b\n1,2\r3,4\n", "Line 2", "lone carriage return")]
    [InlineData("a,a\n1,2\n", "Line 1", "two columns have one name")]
    public void A_broken_row_is_refused_with_its_line(string text, string line, string why)
    {
        var failure = Assert.Throws<FormatException>(() => Csv.Read(text).ToList());
        Assert.StartsWith(line, failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("a,b\r\n")]
    public void A_table_without_rows_is_empty(string text) => Assert.Empty(Csv.Read(text));
}
