using System.CommandLine;
using System.Globalization;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Training;

namespace Risk.CommandLine.Commands;

/// <summary>The options of training.</summary>
internal sealed class ModelChoices
{
    private static readonly TrainingOptions Defaults = new();

    private readonly Option<ModelKind> kind = new("--kind")
    {
        Description = "What to train: scorecard, logistic, trees, or an ensemble of scorecard and trees.",
    };

    private readonly Option<string> name = new("--name")
    {
        Description = "The model's name.",
        DefaultValueFactory = _ => "model",
    };

    private readonly Option<int> version = new("--version-number")
    {
        Description = "The model's version.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> seed = new("--seed")
    {
        Description = "The same seed gives the same model.",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    private readonly Option<string[]> special = new("--special")
    {
        Description = "Codes that are no amounts, such as -9 for \"no record\"; NAME=-9 for those of one column.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> direction = new("--direction")
    {
        Description = "NAME=+1 where more is more risk, NAME=-1 where it is less; the model never goes against it.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<CalibrationKind> calibration = new("--calibration")
    {
        Description = "How margins become probabilities: platt or isotonic.",
    };

    private readonly Option<int> characteristics = new("--characteristics")
    {
        Description = "Characteristics of a scorecard, at most 20.",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<double> classShare = new("--class-share")
    {
        Description = "Share of the rows that a class has at least.",
        DefaultValueFactory = _ => Defaults.Classing.ShareMin,
    };

    private readonly Option<int> trees = new("--trees")
    {
        Description = "Trees at most.",
        DefaultValueFactory = _ => Defaults.Boosting.TreesMax,
    };

    private readonly Option<int> leaves = new("--leaves")
    {
        Description = "Leaves of a tree at most; without it, trees of fewer are tried too where there are few rows.",
        DefaultValueFactory = _ => Defaults.Boosting.LeavesMax,
    };

    private readonly Option<double> rate = new("--learning-rate")
    {
        Description = "How much each tree counts.",
        DefaultValueFactory = _ => Defaults.Boosting.LearningRate,
    };

    private readonly Option<int> patience = new("--patience")
    {
        Description = "Trees without improvement before growing stops; 0 grows them all.",
        DefaultValueFactory = _ => Defaults.Boosting.Patience,
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[kind, name, version, seed, special, direction, calibration, characteristics,
            classShare, trees, leaves, rate, patience])
        {
            command.Options.Add(option);
        }
    }

    public TrainingOptions Read(ParseResult parsed)
    {
        var directions = (parsed.GetValue(direction) ?? []).Select(Direction)
            .ToDictionary(d => d.Name, d => d.Sign, StringComparer.Ordinal);
        var specials = (parsed.GetValue(special) ?? []).Select(Special).ToLookup(s => s.Name, s => s.Code);
        return new()
        {
            Kind = parsed.GetValue(kind),
            Name = parsed.GetValue(name)!,
            Version = parsed.GetValue(version),
            Seed = parsed.GetValue(seed),
            Calibration = parsed.GetValue(calibration),
            Classing = new()
            {
                Specials = [.. specials[""]],
                SpecialsByInput = specials.Where(s => s.Key.Length > 0)
                    .ToDictionary(s => s.Key, s => (IReadOnlyList<double>)[.. s], StringComparer.Ordinal),
                Directions = directions,
                ShareMin = parsed.GetValue(classShare),
            },
            Selection = new() { InputsMax = parsed.GetValue(characteristics) },
            Boosting = new()
            {
                TreesMax = parsed.GetValue(trees),
                LeavesMax = parsed.GetValue(leaves),
                TriesSmallTrees = parsed.GetResult(leaves) is null or { Implicit: true },
                LearningRate = parsed.GetValue(rate),
                Patience = parsed.GetValue(patience),
                Monotone = directions,
            },
        };
    }

    /// <summary>Without a name it is of every column.</summary>
    private static (string Name, double Code) Special(string text)
    {
        var at = text.LastIndexOf('=');
        return double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var code)
            ? (at < 0 ? "" : text[..at], code)
            : throw new CommandException($"--special {text}: is a number or NAME=number.");
    }

    private static (string Name, int Sign) Direction(string text)
    {
        var at = text.LastIndexOf('=');
        return at > 0 && int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var sign) && sign is 1 or -1
            ? (text[..at], sign)
            : throw new CommandException($"--direction {text}: is NAME=+1 or NAME=-1.");
    }
}
