using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExchangeRates;

partial class ExchangeRatesService
{
    private const int FileBytesMax = 1024 * 1024;
    private const int RefusedShownMax = 100;
    private const int ValueLengthMax = 200;

    /// <summary>Records the rates of a file row by row, and tells which rows are wrong.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Integrator | Role.Administrator)]
    public override async Task<V1.ImportExchangeRatesResponse> ImportExchangeRates(
        V1.ImportExchangeRatesRequest request, ServerCallContext context)
    {
        var check = new InputCheck();
        check.That(request.File?.Data.Length is > 0 and <= FileBytesMax, "file", new(
            "is empty or larger than 1 MiB", "为空或超过 1 MiB"));
        check.That(request.Delimiter.Length <= 1, "delimiter", new("is not one character", "必须为单个字符"));
        check.ThrowIfAny();
        var ct = context.CancellationToken;
        var file = await RateFile.ReadAsync(request, ct);
        var language = context.Language();
        return new()
        {
            Rows = file.Rows,
            Recorded = file.Rates.Count == 0 ? 0 : await RecordAsync(file.Rates, context, ct),
            Refused = file.Refused.Count,
            RefusedRates =
            {
                file.Refused.Take(RefusedShownMax).Select(r => new V1.RefusedRate
                {
                    Line = r.Line,
                    Column = r.Column,
                    Rule = r.Fault.Rule,
                    Reason = r.Fault.Text.In(language),
                    Value = r.Value.Length > ValueLengthMax ? r.Value[..ValueLengthMax] : r.Value,
                }),
            },
        };
    }
}
