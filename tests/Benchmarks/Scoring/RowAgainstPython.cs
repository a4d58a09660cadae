using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Trees;

namespace Risk.Benchmarks.Scoring;

/// <summary>One row by three hundred trees that XGBoost has trained, here and there; and by scikit-learn's.</summary>
internal sealed class RowAgainstPython : IBenchmark
{
    private const int InputCount = 12;

    private const string Script =
        """
        import os, sys, time
        os.environ["OMP_NUM_THREADS"] = "1"
        import numpy as np, xgboost
        from sklearn.ensemble import HistGradientBoostingClassifier
        rng = np.random.RandomState(1)
        x = rng.randn(5000, 12).astype(np.float32)
        y = (rng.rand(5000) < 1 / (1 + np.exp(-x[:, 0] - x[:, 1] * x[:, 2]))).astype(int)
        data = xgboost.DMatrix(x, y)
        model = xgboost.train({"objective": "binary:logistic", "max_depth": 4, "nthread": 1}, data, 300)
        model.save_model(sys.argv[1])
        other = HistGradientBoostingClassifier(max_iter=300, max_depth=4, early_stopping=False).fit(x, y)
        def rate(step):
            done, begin = 0, time.time()
            while time.time() - begin < 2:
                step()
                done += 1
            return done / (time.time() - begin)
        row = x[:1]
        for _ in range(3):
            print(rate(lambda: model.inplace_predict(row)), rate(lambda: other.predict_proba(row)))
        """;

    public string Name => "row";

    public string Aim => "one row, 300 trees of depth 4: >= 20 of python3-xgboost and of python3-sklearn";

    public async Task<string> RunAsync()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".json");
        try
        {
            var rates = await PythonPeer.AskAsync(Script, file);
            var trees = XGBoostReader.Read("row", await File.ReadAllBytesAsync(file));
            var row = Enumerable.Range(0, InputCount).Select(i => i / 10f).ToArray();
            var ours = new List<double>();
            for (var round = 0; round < 3; round++)
            {
                ours.Add(await Bench.PerSecondAsync(() =>
                {
                    double sum = 0;
                    for (var i = 0; i < 1_000; i++)
                        sum += trees.Margin(row);
                    return (1_000, sum);
                }));
            }
            var (xgboost, sklearn) = (Rounds.Median(rates.Where((_, i) => i % 2 == 0)),
                Rounds.Median(rates.Where((_, i) => i % 2 == 1)));
            var own = Rounds.Median(ours);
            return string.Create(CultureInfo.InvariantCulture, $"""
                  ours      {own,12:N0} rows a second
                  xgboost   {xgboost,12:N0}, ratio {own / xgboost:0}
                  sklearn   {sklearn,12:N0}, ratio {own / sklearn:0}
                """);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
