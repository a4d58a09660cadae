using Risk.Intake.Mappings;
using Risk.Intake.Mappings.Expressions;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Mappings.Expressions;

public sealed class ExpressionParserTests
{
    private const string Table = """
        if cust starts with "140" then "CAD" else "USD"      | CAD
        due - 30d                                            | 2019-12-03
        due + 30d                                            | 2020-02-01
        due - date("2020-01-01")                             | 1
        days(due, date("2019-12-31"))                        | 2
        end_of_month(due)                                    | 2020-01-31
        concat("C-", cust, "/", amount)                      | C-140104409/12.5
        concat("a", null, "b")                               | ab
        amount * 2 + 1                                       | 26
        amount + 2 * 10                                      | 32.5
        (amount + 2) * 10                                    | 145
        -amount                                              | -12.5
        amount / 5                                           | 2.5
        round(amount, 0)                                     | 13
        abs(0 - amount)                                      | 12.5
        min(amount, 3, 20)                                   | 3
        max(due, date("2021-01-01"))                         | 2021-01-01
        upper(trim(padded))                                  | A  B
        squeeze(padded)                                      | a b
        replace(cust, "140", "X")                            | X104409
        left(cust, 3)                                        | 140
        right(cust, 2)                                       | 09
        middle(cust, 2, 3)                                   | 401
        without_suffix("1930571429.0", ".0")                 | 1930571429
        without_prefix(cust, "14")                           | 0104409
        coalesce(missing, "other")                           | other
        lookup("Z", method)                                  | TRANSFER
        lookup("?", method, "OTHER")                         | OTHER
        lookup("?", method)                                  | null
        number("1.5") + 1                                    | 2.5
        text(amount)                                         | 12.5
        amount > 12 and amount < 13                          | true
        amount = 12.50                                       | true
        not (amount > 12) or cust ends with "9"              | true
        cust contains "044"                                  | true
        left(cust, 3) in ("100", "140")                      | true
        missing is null                                      | true
        missing is not null                                  | false
        missing > "a"                                        | false
        missing_number + 1                                   | null
        [Invoice no.]                                        | 7
        if amount > 100 then 1 else if amount > 10 then 2 else 3 | 2
        """;

    [Fact]
    public void Expressions_give_what_the_table_says()
    {
        foreach (var line in Table.Split('\n'))
        {
            var parts = line.Split('|', 2);
            Value(parts[0]).ShouldBe(parts[1].Trim(), line);
        }
    }

    [Theory]
    [InlineData("cust + 1", "needs a number")]
    [InlineData("due starts with \"1\"", "needs a text")]
    [InlineData("if amount then 1 else 2", "needs a truth")]
    [InlineData("if amount > 1 then 1 else \"x\"", "mixes")]
    [InlineData("amount = \"12\"", "mixes")]
    [InlineData("unknown_column", "no column")]
    [InlineData("system(\"rm\")", "no function")]
    [InlineData("left(cust)", "takes 2 to 2")]
    [InlineData("concat(cust", "missing")]
    [InlineData("\"open", "does not close")]
    [InlineData("amount +", "stands where")]
    [InlineData("amount 5", "stands where")]
    [InlineData("cust ; amount", "means nothing")]
    [InlineData("lookup(cust, cust)", "name of a table")]
    public void What_is_wrong_is_found_before_any_file_is_read(string source, string message) =>
        Should.Throw<ExpressionException>(() => ExpressionParser.Parse(source, Scope())).Message.ShouldContain(message);

    [Fact]
    public void Nesting_and_length_have_their_limits()
    {
        var nested = new string('(', 60) + "1" + new string(')', 60);
        Should.Throw<ExpressionException>(() => ExpressionParser.Parse(nested, Scope()));
        Should.Throw<ExpressionException>(() => ExpressionParser.Parse(new string('1', 2001), Scope()));
    }

    [Theory]
    [InlineData("amount / (amount - amount)")]
    [InlineData("number(cust) * 10000000000000000000 * 10000000000000")]
    [InlineData("due + amount")]
    [InlineData("date(cust)")]
    [InlineData("number(padded)")]
    public void What_cannot_be_calculated_refuses_the_row_and_gives_nothing(string source)
    {
        var row = Row();
        ExpressionParser.Parse(source, Scope()).Of(row).IsNull.ShouldBeTrue();
        row.Faults.Any.ShouldBeTrue();
    }

    private static string Value(string source)
    {
        var row = Row();
        var value = ExpressionParser.Parse(source, Scope()).Of(row);
        row.Faults.All.ShouldBeEmpty(source);
        return value.ToString();
    }

    private static Scope Scope()
    {
        var scope = new Scope();
        scope.TryAdd("cust", ValueKind.Text);
        scope.TryAdd("due", ValueKind.Date);
        scope.TryAdd("amount", ValueKind.Number);
        scope.TryAdd("padded", ValueKind.Text);
        scope.TryAdd("missing", ValueKind.Text);
        scope.TryAdd("missing_number", ValueKind.Number);
        scope.TryAdd("Invoice no.", ValueKind.Text);
        scope.Tables["method"] = new(StringComparer.Ordinal) { ["Z"] = "TRANSFER" };
        return scope;
    }

    private static RowValues Row()
    {
        var row = new RowValues(7, FileFormats.Default);
        row.Slots[0] = Risk.Intake.Mappings.Expressions.Value.Of("140104409");
        row.Slots[1] = Risk.Intake.Mappings.Expressions.Value.Of(new DateOnly(2020, 1, 2));
        row.Slots[2] = Risk.Intake.Mappings.Expressions.Value.Of(12.5m);
        row.Slots[3] = Risk.Intake.Mappings.Expressions.Value.Of(" a  b ");
        row.Slots[6] = Risk.Intake.Mappings.Expressions.Value.Of("7");
        return row;
    }
}
