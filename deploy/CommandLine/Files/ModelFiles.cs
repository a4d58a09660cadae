using Risk.Scoring.Engine.Models;

namespace Risk.CommandLine.Files;

/// <summary>Models on disk: ours, or as XGBoost writes them.</summary>
internal static class ModelFiles
{
    public static FittedModel Read(FileInfo path)
    {
        if (!path.Exists)
            throw new CommandException($"There is no model {path.FullName}.");
        var json = File.ReadAllBytes(path.FullName);
        return new(XGBoostModel.IsOne(json)
            ? XGBoostModel.Read(Path.GetFileNameWithoutExtension(path.Name), json)
            : ModelFileReader.Read(path.Name, json));
    }

    public static void Write(FileInfo path, ModelFile model) =>
        File.WriteAllBytes(path.FullName, ModelFileReader.Write(model));
}
