using Risk.Intake.Customers.Identifiers;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Customers.Identifiers;

public sealed class LeiCheckTests
{
    [Theory]
    [InlineData("21380068P1DRHMJ8KU70")]
    [InlineData("529900GRZ2BQY5ZM9N49")]
    [InlineData("5493001KJTIIGC8Y1R12")]
    [InlineData("INR2EJN1ERAN0W5ZP974")]
    public void A_code_with_the_right_check_digits_holds(string code) => LeiCheck.Holds(code).ShouldBeTrue();

    [Theory]
    [InlineData("21380068P1DRHMJ8KU71")]
    [InlineData("21380086P1DRHMJ8KU70")]
    [InlineData("21380068P1DRHMJ8KU7")]
    [InlineData("21380068P1DRHMJ8KUÄ0")]
    public void Another_does_not(string code) => LeiCheck.Holds(code).ShouldBeFalse();
}
