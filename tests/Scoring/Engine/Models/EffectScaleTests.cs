using Risk.Scoring.Engine.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Models;

public sealed class EffectScaleTests
{
    [Theory]
    [InlineData(0.6, 1.0, -0.4)]
    [InlineData(3.9, 1.0, -0.999)]
    [InlineData(-3.9, -1.0, 0.5)]
    [InlineData(-0.1, -2.0, 0.5)]
    [InlineData(0, 1.0, -1.0)]
    public void Effects_add_up_to_what_is_told_and_none_turns_round(double told, double one, double other)
    {
        double[] effects = [one, other];

        EffectScale.To(told, effects);

        effects.Sum().ShouldBe(told, 1e-12);
        (effects[0] * one >= 0 && effects[1] * other >= 0).ShouldBeTrue();
        Math.Abs(effects[1]).ShouldBeLessThanOrEqualTo(5 * Math.Abs(other));
    }
}
