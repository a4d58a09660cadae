using System.Diagnostics;
using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Validation;

namespace Risk.Benchmarks.Scoring;

/// <summary>
/// A hundred trees of 31 leaves on four fifths of a file, or of made-up rows, against scikit-learn's histogram
/// boosting; then each with its defaults, which find out by themselves how many trees are best.
/// </summary>
internal sealed class TrainingAgainstHistogramBoosting : IBenchmark
{
    private const string FileVariable = "RISK_BENCH_DATA";
    private const string FolderVariable = "RISK_SHARED_DATA";
    private const string FileOfFolder = "gmsc_train.csv.gz";
    private const int MadeRows = 105_000;

    private const string Script =
        """
        import sys, time, numpy as np
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.metrics import roc_auc_score
        learnt, tested = (np.fromfile(f).reshape(-1, int(sys.argv[3])) for f in sys.argv[1:3])
        model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False if sys.argv[4] == "fixed" else "auto")
        begin = time.time()
        model.fit(learnt[:, :-1], learnt[:, -1])
        print(time.time() - begin, roc_auc_score(tested[:, -1], model.predict_proba(tested[:, :-1])[:, 1]))
        """;

    private static readonly BoostingOptions Fixed = new()
    {
        TreesMax = 100,
        Patience = 0,
        LeavesMax = 31,
        DepthMax = 30,
        LearningRate = 0.1,
        RowShare = 1,
        ColumnShare = 1,
        L2Rows = 0,
    };

    public string Name => "training";

    public string Aim => "training 100 trees on four fifths of the CSV file that RISK_BENCH_DATA names, of "
        + "gmsc_train.csv.gz in RISK_SHARED_DATA, else of 105,000 made-up rows: >= 0.67 of HistGradientBoosting's "
        + "speed at equal AUC";

    public async Task<string> RunAsync()
    {
        var sample = FileGiven() is { } path ? CsvSample.Read(path) : MadeCases.Of(MadeRows);
        var rows = Enumerable.Range(0, sample.Count).ToLookup(r => r % 5 == 0);
        var (tested, learnt) = (sample.At([.. rows[true]]), sample.At([.. rows[false]]));
        var (learntFile, testedFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            Write(learnt, learntFile);
            Write(tested, testedFile);
            string[] files = [learntFile, testedFile];
            return await CompareAsync(learnt, tested, files, Fixed)
                + "\nwith the defaults of each:\n" + await CompareAsync(learnt, tested, files, new());
        }
        finally
        {
            File.Delete(learntFile);
            File.Delete(testedFile);
        }
    }

    private static string? FileGiven()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
            return path;
        return Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder
            && Path.Combine(folder, FileOfFolder) is var file && File.Exists(file) ? file : null;
    }

    private static async Task<string> CompareAsync(
        Sample learnt, Sample tested, string[] files, BoostingOptions options)
    {
        var (ours, theirs) = (0.0, 0.0);
        var compared = await Rounds.CompareAsync(
            $"trainings a second, in thousandths ({learnt.Count} rows, {learnt.Columns.Count} inputs)",
            () =>
            {
                (var rate, ours) = Train(learnt, tested, options);
                return Task.FromResult(rate);
            },
            async () =>
            {
                var answer = await PythonPeer.AskAsync(
                    Script, [.. files, $"{learnt.Columns.Count + 1}", options.Patience == 0 ? "fixed" : "stopping"]);
                theirs = answer[1];
                return 1000 / answer[0];
            });
        return compared + string.Create(
            CultureInfo.InvariantCulture, $"\n  AUC       {ours:0.0000}, theirs {theirs:0.0000}");
    }

    private static (double Rate, double Auc) Train(Sample learnt, Sample tested, BoostingOptions options)
    {
        var watch = Stopwatch.StartNew();
        var trees = GradientBooster.Train(learnt, options);
        var seconds = watch.Elapsed.TotalSeconds;
        var margins = MadeCases.Rows(tested, tested.Count)
            .Select(r => (double)trees.Margin([.. r.Select(v => (float)v)])).ToArray();
        return (1000 / seconds, Ranking.Of(margins, tested.Target).Auc);
    }

    private static void Write(Sample sample, string path)
    {
        using var file = new BinaryWriter(File.Create(path));
        foreach (var (r, row) in MadeCases.Rows(sample, sample.Count).Index())
        {
            foreach (var value in row)
                file.Write(value);
            file.Write(sample.Target[r]);
        }
    }
}
