using System.Diagnostics;
using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Validation;

namespace Risk.Benchmarks.Scoring;

/// <summary>A hundred trees of 31 leaves on 105,000 made-up rows, against scikit-learn's histogram boosting.</summary>
internal sealed class TrainingAgainstHistogramBoosting : IBenchmark
{
    private const int RowCount = 105_000;
    private const int Tested = 20_000;

    private const string Script =
        """
        import sys, time, numpy as np
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.metrics import roc_auc_score
        rows = np.fromfile(sys.argv[1]).reshape(-1, int(sys.argv[2]) + 1)
        x, y = rows[:, :-1], rows[:, -1]
        tested = int(sys.argv[3])
        begin = time.time()
        model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False).fit(x[tested:], y[tested:])
        print(time.time() - begin, roc_auc_score(y[:tested], model.predict_proba(x[:tested])[:, 1]))
        """;

    private static readonly BoostingOptions Options = new()
    {
        TreesMax = 100,
        Patience = 0,
        LeavesMax = 31,
        DepthMax = 30,
        LearningRate = 0.1,
        RowShare = 1,
        ColumnShare = 1,
        L2 = 0,
    };

    public string Name => "training";

    public string Aim => "training 100 trees on 105,000 rows: >= 0.67 of HistGradientBoosting's speed at equal AUC";

    public async Task<string> RunAsync()
    {
        var sample = MadeCases.Of(RowCount);
        var file = Path.GetTempFileName();
        try
        {
            Write(sample, file);
            var (ours, theirs) = (0.0, 0.0);
            var learnt = sample.At([.. Enumerable.Range(Tested, RowCount - Tested)]);
            var compared = await Rounds.CompareAsync("trainings a second, in thousandths", () =>
            {
                var watch = Stopwatch.StartNew();
                var trees = GradientBooster.Train(learnt, Options);
                var seconds = watch.Elapsed.TotalSeconds;
                var rows = MadeCases.Rows(sample, Tested);
                ours = Ranking.Of([.. rows.Select(r => (double)trees.Margin([.. r.Select(v => (float)v)]))],
                    sample.Target.AsSpan(0, Tested)).Auc;
                return Task.FromResult(1000 / seconds);
            }, async () =>
            {
                var answer = await PythonPeer.AskAsync(Script, file, $"{MadeCases.Inputs}", $"{Tested}");
                theirs = answer[1];
                return 1000 / answer[0];
            });
            return compared + string.Create(
                CultureInfo.InvariantCulture, $"\n  AUC       {ours:0.0000}, theirs {theirs:0.0000}");
        }
        finally
        {
            File.Delete(file);
        }
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
