using System.Diagnostics;
using Risk.MainJob.Alerts;
using Risk.MainJob.Pages;
using Risk.MainJob.Sample;
using Risk.MainJob.Steps;
using Spectre.Console;

namespace Risk.MainJob;

/// <summary>
/// The main job: subscribe to alerts, import, set limits, score everyone, check orders, verify the records, and show
/// the tables.
/// </summary>
internal sealed class Job(JobSettings settings, IAnsiConsole console, TimeProvider clock)
{
    public async Task<PortfolioPage> RunAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var staff = await Staff.HireAsync(settings, clock, cancellation);
        var sample = settings.Files.Count == 0
            ? SampleFiles.Write(settings, Directory.CreateTempSubdirectory("risk-sample-"))
            : null;
        try
        {
            var progress = new ProgressBars(console);
            await using var receiver = await AlertReceiver.StartAsync(
                staff.Loader, settings.Receiver, cancellation);
            var imports = await new ImportFiles(staff.Loader, progress)
                .RunAsync(sample?.Files ?? settings.Files, cancellation);
            await new PutMissingExchangeRates(staff.RiskManager).RunAsync(settings.AsOf, cancellation);
            var position = string.Join(',', imports.Select(import => import.Position).Where(place => place.Length > 0));
            var scores = await new ScoreEveryone(staff.RiskManager, progress)
                .RunAsync(position, settings.AsOf, cancellation);
            var portfolio = new ReadPortfolio(staff.RiskManager);
            await new SetLimits(staff, progress).RunAsync(await portfolio.RunAsync(settings.AsOf, cancellation),
                cancellation);
            var accounts = await portfolio.RunAsync(settings.AsOf, cancellation);
            // Only Risk has orders judged on another day than today.
            var checks = new CheckOrders(staff.RiskManager, progress) { DryRun = sample is null };
            var orders = await checks.RunAsync(accounts, settings.AsOf, cancellation);

            var page = new PortfolioPage
            {
                AsOf = settings.AsOf,
                Imports = imports,
                Accounts = accounts,
                Scores = scores,
                Orders = orders,
                Reconciliation = await new Reconcile(staff.Loader, progress).RunAsync(cancellation),
                Warnings = await new ReadWarnings(staff.RiskManager, progress).RunAsync(position, cancellation),
                Alerts = await new AwaitAlerts(staff.RiskManager, progress).RunAsync(receiver, cancellation),
                Audits = await new VerifyAudit(staff.Auditor).RunAsync(cancellation),
                Seconds = watch.Elapsed.TotalSeconds,
            };
            new PageWriter(console).Write(page);
            if (settings.Json is { } file)
                await PageJson.WriteAsync(page, file, cancellation);
            return page;
        }
        finally
        {
            sample?.Folder.Delete(recursive: true);
        }
    }
}
