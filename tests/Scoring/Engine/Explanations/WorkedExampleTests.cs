using System.Globalization;
using System.Text;
using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Facts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Explanations;

/// <summary>The worked example of services/Scoring/README.md is what the shipped model makes of its facts.</summary>
public sealed class WorkedExampleTests
{
    private static readonly string Readme =
        File.ReadAllText(Path.Combine(Repository.Root, "services", "Scoring", "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_example_of_the_readme_is_what_the_model_says() => Readme.ShouldContain(Shown(Example()));

    [Fact]
    public void The_weights_of_the_readme_are_those_of_the_model()
    {
        foreach (var group in Example().Model.Groups)
        {
            foreach (var factor in group.Factors)
                Readme.ShouldContain($"| {group.Name} | `{factor.Feature}` | {factor.PointsBest} |");
        }
    }

    private static ScoreResult Example()
    {
        const string open = "```facts\n";
        var start = Readme.IndexOf(open, StringComparison.Ordinal) + open.Length;
        var facts = Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)];
        return new ScoringModels().Champion.Score(FactText.Read(facts.Replace('\n', ';'))).Result!;
    }

    private static string Shown(ScoreResult score)
    {
        var text = new StringBuilder("| factor | value | bin | points | of |\n|---|---|---|---|---|\n");
        foreach (var f in score.Factors)
        {
            var value = f.Value.IsKnown ? ValueText.Of(f.Feature, f.Value.Amount).En : "–";
            text.Append(CultureInfo.InvariantCulture,
                $"| `{f.Feature.Name}` | {value} | {f.Bin} | {f.Points} | {f.Factor.PointsBest} |\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"| sum | | | {score.Points} | {Scorecard.PointsMax} |\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"Probability of default {score.Probability}, grade {score.Grade}, ");
        text.Append(CultureInfo.InvariantCulture, $"confidence {score.Confidence:0.00}.\n\n");
        foreach (var reason in score.Reasons)
            text.Append(CultureInfo.InvariantCulture, $"- −{reason.PointsLost}: {AdverseReason.Of(reason).En}\n");
        var next = FewestChanges.ToNextGrade(score);
        text.Append(CultureInfo.InvariantCulture, $"\nTo {next.Grade}:\n\n");
        foreach (var change in next.Changes)
            text.Append(CultureInfo.InvariantCulture, $"- {change.Text.En} (+{change.PointsGained})\n");
        return text.ToString();
    }
}
