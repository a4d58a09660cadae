using System.CommandLine;
using Risk.CommandLine.Files;
using Risk.CommandLine.Suite;

namespace Risk.CommandLine.Commands;

/// <summary>risk import: a file into a running suite, by a mapping that it knows.</summary>
internal static class ImportCommand
{
    public static Command Build(TextWriter output)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV or XLSX." };
        var mapping = new Option<string>("--mapping")
        {
            Description = "Name of a mapping that the suite knows.",
            Required = true,
        };
        var suite = new SuiteChoices();
        var command = new Command("import", "Imports a file into a running suite.") { file, mapping };
        suite.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!path.Exists)
                throw new CommandException($"There is no file {path.FullName}.");
            return await ImportFile.RunAsync(
                suite.Read(parsed), path, parsed.GetRequiredValue(mapping), output, cancellation);
        });
        return command;
    }
}
