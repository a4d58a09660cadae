using Risk.Intake.Customers.Rules;
using Risk.Intake.V1;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Rules;

public sealed class StatusTransitionsTests
{
    private const string Table = """
        from        prospect applicant active suspended closed insolvent
        prospect    yes      yes       yes    yes       yes    yes
        applicant   yes      yes       yes    yes       yes    yes
        active      no       no        yes    yes       yes    yes
        suspended   no       no        yes    yes       yes    yes
        closed      no       yes       no     no        yes    yes
        insolvent   no       no        no     yes       yes    yes
        """;

    [Fact]
    public void A_status_changes_only_as_the_table_says()
    {
        var lines = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var line in lines.Skip(1))
        {
            for (var i = 1; i < line.Length; i++)
            {
                var (from, to) = (Status(line[0]), Status(lines[0][i]));
                StatusTransitions.IsAllowed(from, to).ShouldBe(line[i] == "yes", $"{from} to {to}");
            }
        }
    }

    private static CustomerStatus Status(string name) => Enum.Parse<CustomerStatus>(name, ignoreCase: true);
}
