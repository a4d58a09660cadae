using Risk.MainJob;

return await CommandLine.Build().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
