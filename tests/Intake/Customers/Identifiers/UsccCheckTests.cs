using Risk.Intake.Customers.Identifiers;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Identifiers;

public sealed class UsccCheckTests
{
    [Theory]
    [InlineData("91310115MA1K3BTP2B")]
    [InlineData("911522010783762860")]
    [InlineData("91152201078377449P")]
    [InlineData("121200004013590816")]
    public void A_code_with_the_right_check_character_holds(string code) => UsccCheck.Holds(code).ShouldBeTrue();

    [Theory]
    [InlineData("91310115MA1K3BTP2C")]
    [InlineData("91310115MA1K3BTP2")]
    [InlineData("91310115MA1K3BTO2B")]
    [InlineData("91310115MA1K3BTP2b")]
    [InlineData("")]
    public void Another_check_character_length_or_letter_does_not(string code) => UsccCheck.Holds(code).ShouldBeFalse();

    [Fact]
    public void Any_two_neighbours_changed_are_noticed()
    {
        const string Code = "91310115MA1K3BTP2B";
        for (var i = 8; i < Code.Length - 1; i++)
        {
            if (Code[i] == Code[i + 1])
                continue;
            var swapped = Code.ToCharArray();
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
            UsccCheck.Holds(new string(swapped)).ShouldBeFalse($"swapped at {i}");
        }
    }

    [SharedDataFact]
    public void All_codes_of_real_organisations_hold()
    {
        var codes = File.ReadAllLines(SharedData.PathOf("reference/uscc_valid_examples.txt"))
            .Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        codes.Length.ShouldBe(200);
        codes.Where(c => !UsccCheck.Holds(c)).ShouldBeEmpty();
    }
}
