using Spectre.Console;

namespace Risk.CommandLine.Commands;

/// <summary>A bar on a terminal, nothing where the output is read by a program.</summary>
internal static class Progress
{
    public static async Task<T> RunAsync<T>(string title, double units, Func<Action<double>, Task<T>> step)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
            return await step(_ => { });
        return await AnsiConsole.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(units, 1));
            bar.IsIndeterminate = units <= 0;
            var result = await step(done => bar.Value = done);
            bar.Value = bar.MaxValue;
            return result;
        });
    }
}
