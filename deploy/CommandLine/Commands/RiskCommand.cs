using System.CommandLine;
using Grpc.Core;
using Risk.CommandLine.Files;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Training;

namespace Risk.CommandLine.Commands;

/// <summary>The commands, and how their failures are told.</summary>
internal static class RiskCommand
{
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Trains, validates and applies credit-risk models; imports into a running suite.")
        {
            TrainCommand.Build(output), ValidateCommand.Build(output), ScoreCommand.Build(output),
            CalibrateCommand.Build(output),
            ImportCommand.Build(output), ImportRatesCommand.Build(output),
            SuiteModelCommands.Publish(output), SuiteModelCommands.Activate(output),
            SuiteModelCommands.Rescore(output),
        };
        try
        {
            return await root.Parse(arguments).InvokeAsync(new()
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = error,
            });
        }
        catch (Exception failure) when (failure is CommandException or ModelException or TrainingException)
        {
            await error.WriteLineAsync(failure.Message);
        }
        catch (RpcException failure)
        {
            await error.WriteLineAsync($"The suite answered {failure.StatusCode}: {failure.Status.Detail}");
        }
        return 1;
    }
}
