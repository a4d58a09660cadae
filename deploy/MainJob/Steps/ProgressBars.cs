using Spectre.Console;

namespace Risk.MainJob.Steps;

/// <summary>Shows how far a step is: a bar on a terminal, a line a step elsewhere.</summary>
internal sealed class ProgressBars(IAnsiConsole console)
{
    /// <summary>Runs a step that reports how many of its units are done.</summary>
    public async Task<T> RunAsync<T>(string title, double units, Func<Action<double>, Task<T>> step)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            var result = await step(_ => { });
            console.WriteLine($"  {title}: done");
            return result;
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: Math.Max(units, 1));
                var result = await step(done => bar.Value = done);
                bar.Value = bar.MaxValue;
                return result;
            });
    }
}
