using System.CommandLine;
using Risk.CommandLine.Suite;

namespace Risk.CommandLine.Commands;

/// <summary>risk publish, activate and rescore: models of a running suite.</summary>
internal static class SuiteModelCommands
{
    public static Command Publish(TextWriter output)
    {
        var file = new Argument<FileInfo>("model") { Description = "The model, ours or XGBoost's JSON." };
        var name = new Option<string>("--name")
        {
            Description = "Its name; else the one in the file.",
            DefaultValueFactory = _ => "",
        };
        var reason = Reason("Why it is published.");
        var suite = new SuiteChoices();
        var command = new Command("publish", "Publishes a model to a running suite.") { file, name, reason };
        suite.AddTo(command);
        command.SetAction((parsed, cancellation) => SuiteModels.PublishAsync(
            suite.Read(parsed), parsed.GetRequiredValue(file),
            (parsed.GetValue(name)!, parsed.GetRequiredValue(reason)), output, cancellation));
        return command;
    }

    public static Command Activate(TextWriter output)
    {
        var version = new Argument<int>("version") { Description = "The version that risk publish told." };
        var keep = new Option<bool>("--keep-scores") { Description = "Score nobody anew for it." };
        var suite = new SuiteChoices();
        var command = new Command("activate", "Has customers scored by a model that somebody else published.")
        {
            version, keep,
        };
        suite.AddTo(command);
        command.SetAction((parsed, cancellation) => SuiteModels.ActivateAsync(
            suite.Read(parsed), (parsed.GetRequiredValue(version), parsed.GetValue(keep)), output, cancellation));
        return command;
    }

    public static Command Rescore(TextWriter output)
    {
        var reason = Reason("Why everybody is scored anew.");
        var suite = new SuiteChoices();
        var command = new Command("rescore", "Scores the whole portfolio of a running suite anew.") { reason };
        suite.AddTo(command);
        command.SetAction((parsed, cancellation) => SuiteModels.RescoreAsync(
            suite.Read(parsed), parsed.GetRequiredValue(reason), output, cancellation));
        return command;
    }

    private static Option<string> Reason(string description) =>
        new("--reason") { Description = description, Required = true };
}
