using Risk.CommandLine.Commands;

return await RiskCommand.RunAsync(args, Console.Out, Console.Error);
