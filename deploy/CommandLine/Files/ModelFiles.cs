using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Trees;

namespace Risk.CommandLine.Files;

/// <summary>Models on disk: ours, or as XGBoost writes them.</summary>
internal static class ModelFiles
{
    public static FittedModel Read(FileInfo path)
    {
        if (!path.Exists)
            throw new CommandException($"There is no model {path.FullName}.");
        var json = File.ReadAllBytes(path.FullName);
        var isXGBoost = json.AsSpan(0, Math.Min(json.Length, 64)).IndexOf("\"learner\""u8) >= 0;
        return new(isXGBoost ? FromXGBoost(path, json) : ModelFileReader.Read(path.Name, json));
    }

    public static void Write(FileInfo path, ModelFile model) =>
        File.WriteAllBytes(path.FullName, ModelFileReader.Write(model));

    private static ModelFile FromXGBoost(FileInfo path, byte[] json)
    {
        var trees = XGBoostReader.Read(path.Name, json);
        return new()
        {
            Schema = ModelFile.SchemaNow,
            Name = Path.GetFileNameWithoutExtension(path.Name),
            Version = 1,
            Inputs = trees.Inputs,
            Trees = new() { BaseMargin = trees.BaseMargin, Trees = trees.Trees },
            Calibration = ProbabilityCurve.Plain,
            Grades = new TrainingOptions().Grades,
            Notes = [new("kind", "XGBoost")],
        };
    }
}
