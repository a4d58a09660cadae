using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Models;

/// <summary>A model that XGBoost has saved, with our own grades; its probabilities are taken as they are.</summary>
internal static class XGBoostModel
{
    public static bool IsOne(ReadOnlySpan<byte> json) =>
        json[..Math.Min(json.Length, 64)].IndexOf("\"learner\""u8) >= 0;

    public static ModelFile Read(string name, ReadOnlyMemory<byte> json)
    {
        var trees = XGBoostReader.Read(name, json);
        return new()
        {
            Schema = ModelFile.SchemaNow,
            Name = name,
            Version = 1,
            Inputs = trees.Inputs,
            Trees = new() { BaseMargin = trees.BaseMargin, Trees = trees.Trees },
            Calibration = ProbabilityCurve.Plain,
            Grades = new TrainingOptions().Grades,
            Notes = [new("kind", "XGBoost")],
        };
    }
}
