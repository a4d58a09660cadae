using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Models;

/// <summary>The values of an input at which the result of a model changes.</summary>
internal static class InputEdges
{
    /// <summary>A term of a regression changes it everywhere: so many values of its range stand for all.</summary>
    private const int TermEdges = 32;

    private const double TermDeviations = 3;

    /// <summary>
    /// Ascending: the nearest values that a customer may have on the better side of each edge.
    /// </summary>
    public static IReadOnlyList<decimal> Of(ModelFile model, Feature feature)
    {
        var higher = feature.Better == Better.Higher;
        return
        [
            .. Edges(model, feature.Name)
                .Select(e => feature.Ceiling(e.Edge, e.IsSingle) - (higher ? 0 : feature.Step))
                .Where(v => v >= feature.Min && v <= feature.Max)
                .Distinct()
                .Order(),
        ];
    }

    private static IEnumerable<(double Edge, bool IsSingle)> Edges(ModelFile model, string name)
    {
        var input = model.Inputs.Index().FirstOrDefault(i => i.Item.Name == name, (-1, null!)).Index;
        if (input < 0)
            return [];
        return model switch
        {
            { Trees: { } trees } =>
                trees.Trees.SelectMany(t => Edges(t, input)).Distinct().Select(e => ((double)e, true)),
            { Logistic: { } logistic } => logistic.Terms.Where(t => t.Input == input).SelectMany(Edges),
            { Scorecard: { } card } => card.Characteristics[input].Of.Classes
                .Select(c => c.Below).OfType<double>().Select(e => (e, false)),
            _ => model.Ensemble!.SelectMany(m => Edges(m.Model, name)),
        };
    }

    private static IEnumerable<float> Edges(Tree tree, int input) =>
        from node in Enumerable.Range(0, tree.NodeCount)
        where !tree.IsLeaf(node) && tree.Feature[node] == input && tree.GoRight?[node] is null
        select tree.Value[node];

    private static IEnumerable<(double Edge, bool IsSingle)> Edges(LogisticTerm term)
    {
        var low = Math.Max(term.Low, term.Mean - TermDeviations * term.Deviation);
        var high = Math.Min(term.High, term.Mean + TermDeviations * term.Deviation);
        return Enumerable.Range(0, TermEdges).Select(i => (low + (high - low) * i / (TermEdges - 1), false));
    }
}
