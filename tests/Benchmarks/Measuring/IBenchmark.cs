namespace Risk.Benchmarks.Measuring;

/// <summary>Measures us against a yardstick in one run.</summary>
internal interface IBenchmark
{
    string Name { get; }

    /// <summary>What is measured against what, and the ratio aimed at.</summary>
    string Aim { get; }

    /// <summary>The figures, ready to print.</summary>
    Task<string> RunAsync();
}
