using System.Globalization;
using System.Text.Json;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Trees;

/// <summary>
/// Reads an ensemble from the JSON that XGBoost's <c>save_model</c> writes (its documentation, Introduction to Model
/// IO): gbtree and dart, one target, logistic. What would be read otherwise than it was meant is refused.
/// </summary>
internal static class XGBoostReader
{
    private const int TreesMax = 20_000;
    private const int InputsMax = 10_000;

    private static readonly HashSet<string> Logistic =
        new(["binary:logistic", "reg:logistic"], StringComparer.Ordinal);

    public static TreeEnsemble Read(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutNaN(json));
            return Read(name, document.RootElement.GetProperty("learner"));
        }
        catch (Exception wrong) when (
            wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                or OverflowException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new ModelException(name, [$"it is not a model as XGBoost writes it: {wrong.Message}"]);
        }
    }

    /// <summary>XGBoost writes a bare NaN where a node of words has no threshold, which no JSON reader takes.</summary>
    private static byte[] WithoutNaN(ReadOnlyMemory<byte> json)
    {
        var bytes = json.ToArray();
        var isText = false;
        for (var i = 0; i + 2 < bytes.Length; i++)
        {
            if (bytes[i] == '\\')
                i++;
            else if (bytes[i] == '"')
                isText = !isText;
            else if (!isText && bytes.AsSpan(i, 3).SequenceEqual("NaN"u8))
                "0  "u8.CopyTo(bytes.AsSpan(i));
        }
        return bytes;
    }

    private static TreeEnsemble Read(string name, JsonElement learner)
    {
        var parameters = learner.GetProperty("learner_model_param");
        var objective = Text(learner.GetProperty("objective"), "name");
        var booster = learner.GetProperty("gradient_booster");
        var weights = default(JsonElement?);
        if (Text(booster, "name") == "dart")
        {
            weights = booster.GetProperty("weight_drop");
            booster = booster.GetProperty("gbtree");
        }
        Check(name, parameters, objective, booster);
        CheckMeaning(name, learner, booster);
        var trees = booster.GetProperty("model").GetProperty("trees").EnumerateArray()
            .Select((tree, number) => TreeOf(tree, weights?[number].GetSingle() ?? 1)).ToList();
        var inputs = Inputs(learner, int.Parse(Text(parameters, "num_feature"), CultureInfo.InvariantCulture));
        var faults = trees.SelectMany((tree, number) => TreeCheck.Faults(tree, inputs.Count)
            .Select(fault => $"tree {number}: {fault}")).Take(20).ToList();
        return faults.Count == 0
            ? new(inputs, BaseMargin(Text(parameters, "base_score"), objective), trees)
            : throw new ModelException(name, faults);
    }

    private static void Check(string name, JsonElement parameters, string objective, JsonElement booster)
    {
        var faults = new List<string>();
        if (Text(booster, "name") != "gbtree")
            faults.Add($"its booster {Text(booster, "name")} is neither gbtree nor dart");
        else if (booster.GetProperty("model").GetProperty("trees").GetArrayLength() > TreesMax)
            faults.Add($"it has more than {TreesMax} trees");
        if (int.Parse(Text(parameters, "num_feature"), CultureInfo.InvariantCulture) is < 1 or > InputsMax)
            faults.Add($"it reads {Text(parameters, "num_feature")} inputs, not 1 to {InputsMax}");
        if (int.Parse(Text(parameters, "num_class"), CultureInfo.InvariantCulture) > 1)
            faults.Add("it tells more than two classes apart");
        if (objective is not "binary:logitraw" && !Logistic.Contains(objective))
            faults.Add($"its objective {objective} is not logistic, so its sums are no logarithms of odds");
        if (faults.Count > 0)
            throw new ModelException(name, faults);
    }

    private static void CheckMeaning(string name, JsonElement learner, JsonElement booster)
    {
        var faults = new List<string>();
        if (learner.GetProperty("objective").TryGetProperty("reg_loss_param", out var loss)
            && loss.TryGetProperty("scale_pos_weight", out var weight)
            && float.Parse(weight.GetString()!, CultureInfo.InvariantCulture) is not 1 and var factor)
        {
            faults.Add($"bad cases weighed {factor} times as much, so its probabilities are not those of the sample: "
                + "train it with a scale_pos_weight of 1");
        }
        var model = booster.GetProperty("model");
        var trees = model.GetProperty("trees").GetArrayLength();
        if (learner.TryGetProperty("attributes", out var attributes)
            && attributes.TryGetProperty("best_iteration", out var best)
            && int.Parse(best.GetString()!, CultureInfo.InvariantCulture) + 1 is var rounds
            && rounds * int.Parse(Text(model.GetProperty("gbtree_model_param"), "num_parallel_tree"),
                CultureInfo.InvariantCulture) is var meant && meant < trees)
        {
            faults.Add($"it stopped early and has {trees} trees of which {meant} are best: save booster[:{rounds}]");
        }
        if (faults.Count > 0)
            throw new ModelException(name, faults);
    }

    /// <summary>The base score is a probability where the objective is logistic.</summary>
    private static float BaseMargin(string text, string objective)
    {
        var score = float.Parse(text.Trim('[', ']'), CultureInfo.InvariantCulture);
        return Logistic.Contains(objective) ? -MathF.Log(1 / score - 1) : score;
    }

    private static List<ModelInput> Inputs(JsonElement learner, int count)
    {
        var names = learner.TryGetProperty("feature_names", out var given) && given.GetArrayLength() == count
            ? given.EnumerateArray().Select(n => n.GetString()!)
            : Enumerable.Range(0, count).Select(i => $"f{i}");
        return [.. names.Select(n => new ModelInput { Name = n })];
    }

    private static Tree TreeOf(JsonElement tree, float weight)
    {
        var left = Integers(tree, "left_children");
        var value = Floats(tree, "split_conditions");
        for (var node = 0; node < left.Length; node++)
            value[node] *= left[node] == Tree.NoChild ? weight : 1;
        return new()
        {
            Left = left,
            Right = Integers(tree, "right_children"),
            Feature = Integers(tree, "split_indices"),
            Value = value,
            MissingLeft = [.. tree.GetProperty("default_left").EnumerateArray().Select(IsTrue)],
            Cover = Floats(tree, "sum_hessian"),
            GoRight = Words(tree, left.Length),
        };
    }

    private static uint[]?[]? Words(JsonElement tree, int nodes)
    {
        if (!tree.TryGetProperty("categories_nodes", out var of) || of.GetArrayLength() == 0)
            return null;
        var (all, starts, sizes) = (Integers(tree, "categories"),
            Integers(tree, "categories_segments"), Integers(tree, "categories_sizes"));
        var words = new uint[]?[nodes];
        for (var i = 0; i < starts.Length; i++)
            words[of[i].GetInt32()] = Bits(all.AsSpan(starts[i], sizes[i]));
        return words;
    }

    internal static uint[] Bits(ReadOnlySpan<int> numbers)
    {
        var most = 0;
        foreach (var number in numbers)
            most = Math.Max(most, number);
        var bits = new uint[most / 32 + 1];
        foreach (var number in numbers)
            bits[number / 32] |= 1u << (number % 32);
        return bits;
    }

    private static int[] Integers(JsonElement of, string name) =>
        [.. of.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    private static float[] Floats(JsonElement of, string name) =>
        [.. of.GetProperty(name).EnumerateArray().Select(e => e.GetSingle())];

    private static bool IsTrue(JsonElement e) =>
        e.ValueKind == JsonValueKind.Number ? e.GetInt32() != 0 : e.GetBoolean();

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
