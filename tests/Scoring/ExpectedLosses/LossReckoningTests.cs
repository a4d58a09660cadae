using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.ExpectedLosses;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExpectedLosses;

public sealed class LossReckoningTests
{
    /// <summary>The worked example of the README of scoring.</summary>
    private const string Hanwell =
        "grade BBB 0.01186 \n owed CNY receivable=500000 due=380000,120000,0,0,0 delivered=60000 orders=200000 "
        + "reserved=50000 unallocated=20000 account=20000 \n cover CreditInsurance 270000 CNY \n "
        + "cover BankGuarantee 100000 CNY";

    [Fact]
    public void The_worked_example_comes_out_as_it_is_written_down()
    {
        var figures = LossCase.Reckon(Hanwell);

        Said(figures).ShouldBe("pd 0.01186 ead 650000 lgd 0.222308 el 1713.77 gross 540000 provision 1219.67");
        figures.Parts.Select(p => $"{p.Kind} {p.Exposure} x {p.Loss} = {p.Amount}").ShouldBe(
        [
            "CreditInsurance 270000 x 0.05 = 13500.00", "BankGuarantee 100000 x 0.05 = 5000.00",
            "Unspecified 280000.0 x 0.45 = 126000.00",
        ]);
        figures.Provision.Lines.Select(l => Number($"{l.Bucket} {l.Gross} x {l.Rate} = {l.Provision}")).ShouldBe(
        [
            "NotDue 440000 x 0.00125309 = 551.36", "Days1To30 100000 x 0.00668313 = 668.31",
        ]);
    }

    [Theory]
    [InlineData("nothing is owed", "grade A 0.005",
        "pd 0.005 ead 0 lgd - el 0 gross 0 provision 0")]
    [InlineData("no score: the probability and the row of customers without one",
        "owed CNY receivable=1000 due=1000,0,0,0,0",
        "pd 0.09 ead 1000 lgd 0.45 el 40.5 gross 1000 provision 7.5")]
    [InlineData("a probability below the least", "grade AAA 0.00001 \n owed CNY receivable=1000000 due=1000000,0,0,0,0",
        "pd 0.0003 ead 1000000 lgd 0.45 el 135 gross 1000000 provision 100")]
    [InlineData("every bucket has its rate", "grade BB 0.03 \n owed CNY receivable=1500 due=100,200,300,400,500",
        "pd 0.03 ead 1500 lgd 0.45 el 20.25 gross 1500 provision 224.34")]
    [InlineData("in default: certain, and by the row of D", "grade D 0.4 \n owed CNY receivable=1000 due=0,0,0,0,1000",
        "pd 1 ead 1000 lgd 0.45 el 450 gross 1000 provision 1000")]
    [InlineData("in default with cover: what is covered is lost by its kind",
        "grade D 1 \n owed CNY receivable=1000 due=0,0,0,0,1000 \n cover BankGuarantee 400 CNY",
        "pd 1 ead 1000 lgd 0.29 el 290 gross 1000 provision 620")]
    [InlineData("covered more than owed",
        "grade B 0.06 \n owed CNY receivable=100 due=100,0,0,0,0 \n cover Deposit 500 CNY",
        "pd 0.06 ead 100 lgd 0 el 0 gross 100 provision 0")]
    [InlineData("insurance covers nothing that is only ordered",
        "grade B 0.1 \n owed CNY orders=1000 \n cover CreditInsurance 500 CNY",
        "pd 0.1 ead 500 lgd 0.45 el 22.5 gross 0 provision 0")]
    [InlineData("insurance lowers no provision unless the rules say so",
        "grade B 0.1 \n owed CNY receivable=1000 due=1000,0,0,0,0 \n cover CreditInsurance 1000 CNY",
        "pd 0.1 ead 1000 lgd 0.05 el 5 gross 1000 provision 7.5")]
    [InlineData("after its stop-shipment date insurance covers what was shipped before",
        "grade B 0.1 \n owed CNY receivable=1000 due=1000,0,0,0,0 \n cover CreditInsurance 1000 CNY stopped 250",
        "pd 0.1 ead 1000 lgd 0.35 el 35 gross 1000 provision 7.5")]
    [InlineData("a cover that the rules do not know covers nothing",
        "grade B 0.1 \n owed CNY receivable=1000 due=1000,0,0,0,0 \n cover Unspecified 1000 CNY",
        "pd 0.1 ead 1000 lgd 0.45 el 45 gross 1000 provision 7.5")]
    [InlineData("credit on account pays what is past due longest first",
        "grade B 0.1 \n owed CNY receivable=1000 due=600,0,0,0,400 unallocated=500 account=500",
        "pd 0.1 ead 500 lgd 0.45 el 22.5 gross 500 provision 3.75")]
    [InlineData("more credit than is owed makes nothing negative",
        "grade B 0.1 \n owed CNY receivable=100 due=100,0,0,0,0 orders=50 unallocated=300 account=300",
        "pd 0.1 ead 0 lgd - el 0 gross 0 provision 0 beyond 200")]
    [InlineData("an advance lowers the exposure, and pays no receivable",
        "grade B 0.1 \n owed CNY receivable=100 due=100,0,0,0,0 orders=300 unallocated=300",
        "pd 0.1 ead 50 lgd 0.45 el 2.25 gross 100 provision 0.75")]
    [InlineData("what is disputed stays in the gross amount",
        "grade B 0.1 \n owed CNY receivable=1000 due=0,1000,0,0,0 disputed=400",
        "pd 0.1 ead 1000 lgd 0.45 el 45 gross 1000 provision 30 disputed 400")]
    [InlineData("amounts in other currencies by the rates",
        "grade B 0.1 \n owed CNY receivable=100 due=100,0,0,0,0 \n owed USD receivable=10 due=0,10,0,0,0 "
        + "\n rate USD 7.2",
        "pd 0.1 ead 172 lgd 0.45 el 7.74 gross 172 provision 2.91")]
    [InlineData("credit in one currency pays nothing in another",
        "grade B 0.1 \n owed CNY unallocated=50 account=50 \n owed USD receivable=10 due=10,0,0,0,0 \n rate USD 7",
        "pd 0.1 ead 70 lgd 0.45 el 3.15 gross 70 provision 0.53 beyond 50")]
    [InlineData("no rate: the amount is named and in no figure",
        "grade B 0.1 \n owed CNY receivable=100 due=100,0,0,0,0 \n owed MXN receivable=90 due=90,0,0,0,0 orders=20",
        "pd 0.1 ead 100 lgd 0.45 el 4.5 gross 100 provision 0.75 lacking MXN 90/100")]
    [InlineData("a cover in a currency without a rate covers nothing",
        "grade B 0.1 \n owed CNY receivable=100 due=100,0,0,0,0 \n cover Deposit 100 MXN",
        "pd 0.1 ead 100 lgd 0.45 el 4.5 gross 100 provision 0.75 covers lacking MXN")]
    [InlineData("half a cent is rounded away from zero", "grade B 0.1 \n owed CNY receivable=2.6 due=0,0.5,0,0,0",
        "pd 0.1 ead 2.6 lgd 0.45 el 0.12 gross 0.5 provision 0.02")]
    public void Losses_are_reckoned(string what, string given, string expected) =>
        Said(LossCase.Reckon(given)).ShouldBe(expected, what);

    [Theory]
    [InlineData("1.3 0.6, 0.8 0.4", "1.1", 22)]
    [InlineData("10 1", "10", 200)]
    [InlineData("0 1", "0", 0)]
    public void Scenarios_multiply_the_loss_rates_of_whoever_is_not_in_default(
        string scenarios, string factor, int provision)
    {
        void Change(V1.ProvisionRules rules)
        {
            rules.Scenarios.Clear();
            rules.Scenarios.AddRange(scenarios.Split(", ").Select(s => new V1.LossScenario
            {
                Name = "s",
                Factor = new() { Value = s.Split(' ')[0] },
                Weight = new() { Value = s.Split(' ')[1] },
            }));
            rules.Rates.Single(r => r.Grade == V1.Grade.B).NotDue.Value = "0.02";
        }

        var performing = LossCase.Reckon("grade B 0.1 \n owed CNY receivable=1000 due=1000,0,0,0,0", Change);
        var defaulted = LossCase.Reckon("grade D 1 \n owed CNY receivable=1000 due=1000,0,0,0,0", Change);

        (performing.Provision.ScenarioFactor, performing.Provision.Amount, performing.Provision.IsSpecific)
            .ShouldBe((decimal.Parse(factor, CultureInfo.InvariantCulture), provision, false));
        (defaulted.Provision.ScenarioFactor, defaulted.Provision.Amount, defaulted.Provision.IsSpecific)
            .ShouldBe((1, 450, true));
        performing.ExpectedLoss.ShouldBe(45);
    }

    [Fact]
    public void No_more_is_provided_for_than_is_owed()
    {
        var figures = LossCase.Reckon("grade C 0.5 \n owed CNY receivable=1000 due=0,0,0,0,1000",
            rules => rules.Scenarios[0].Factor.Value = "10");

        figures.Provision.Amount.ShouldBe(1000);
    }

    [Fact]
    public void A_cover_never_raises_a_provision()
    {
        foreach (var grade in Enum.GetValues<V1.Grade>().Where(g => g != V1.Grade.Unspecified))
        {
            foreach (var due in (string[])
                ["1000,0,0,0,0", "0,1000,0,0,0", "0,0,1000,0,0", "0,0,0,1000,0", "0,0,0,0,1000"])
            {
                var owed = $"grade {grade} 0.1 \n owed CNY receivable=1000 due={due}";
                LossCase.Reckon(owed + "\n cover ParentGuarantee 500 CNY").Provision.Amount
                    .ShouldBeLessThanOrEqualTo(LossCase.Reckon(owed).Provision.Amount, $"{grade} {due}");
            }
        }
    }

    [Fact]
    public void Currencies_without_cents_and_with_mills_are_rounded_to_their_own_minor_unit()
    {
        var figures = LossCase.Reckon("grade B 0.1 \n owed JPY receivable=1001 due=1001,0,0,0,0 \n rate JPY 0.0487");

        figures.Provision.Gross.ShouldBe(48.75m);
        new LossMoney("JPY", RateTable.Empty).Round(0.5m).ShouldBe(1);
        new LossMoney("KWD", RateTable.Empty).Round(0.0005m).ShouldBe(0.001m);
    }

    private static string Said(LossFigures figures)
    {
        var (provision, said) = (figures.Provision, new List<string>());
        said.Add(Number($"pd {figures.Probability:0.######} ead {figures.Exposure:0.##}"));
        said.Add(figures.LossGivenDefault is { } loss ? Number($"lgd {loss:0.######}") : "lgd -");
        said.Add(Number($"el {figures.ExpectedLoss:0.##} gross {provision.Gross:0.##} "));
        said[^1] += Number($"provision {provision.Amount:0.##}");
        if (provision.CreditBeyond > 0)
            said.Add(Number($"beyond {provision.CreditBeyond:0.##}"));
        if (provision.Disputed > 0)
            said.Add(Number($"disputed {provision.Disputed:0.##}"));
        said.AddRange(figures.Unconverted.Select(u =>
            Number($"lacking {u.Currency} {u.Gross:0.##}/{u.Exposure:0.##}")));
        said.AddRange(figures.CoversUnconverted.Select(c => $"covers lacking {c}"));
        return string.Join(' ', said);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
