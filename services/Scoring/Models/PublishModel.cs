using System.Text;
using Grpc.Core;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Models;

partial class ModelsService
{
    private const int DefinitionMax = 12_000_000;
    private const int NameMax = 64;

    /// <summary>Checks a model whole and keeps it under a new version, without effect until activated.</summary>
    [Roles(Role.Risk | Role.Administrator)]
    public override async Task<V1.Model> PublishModel(V1.PublishModelRequest request, ServerCallContext context)
    {
        var (caller, ct) = (context.Caller(), context.CancellationToken);
        var definition = Encoding.UTF8.GetBytes(Checked(request));
        var name = request.Name.Length > 0 ? request.Name : CustomerModels.NameIn(definition) ?? "";
        if (name.Length is 0 or > NameMax)
            throw Refuse.Invalid("name", new($"has 1 to {NameMax} characters", $"须为 1 至 {NameMax} 个字符"));
        var kind = Read(name, definition).Kind;
        await using var transaction = await db.BeginOwnAsync(ct);
        var model = new ModelVersion(name, kind, definition)
        {
            Reason = request.Reason,
            PublishedBy = caller.Name,
            PublishedByOwner = caller.Owner,
            PublishedAt = clock.Now(),
        };
        db.Add(model);
        await db.SaveChangesAsync(ct);
        var told = model.ToContract();
        audit.Add(context, "models.publish", "models", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }

    private static string Checked(V1.PublishModelRequest request)
    {
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        check.Given(request.Definition, "definition");
        check.NoLongerThan(DefinitionMax, request.Definition, "definition");
        check.ThrowIfAny();
        return request.Definition;
    }

    private ReadModel Read(string name, byte[] definition)
    {
        try
        {
            return models.Read(new(name, Version: 1), definition);
        }
        catch (ScorecardException wrong)
        {
            throw Wrong(wrong.Faults);
        }
        catch (ModelException wrong)
        {
            throw Wrong(wrong.Faults);
        }
    }

    private static Refusal Wrong(IEnumerable<string> faults) =>
        Refuse.Invalid([.. faults.Select(FaultText.Of)], "MODEL_NOT_SOUND");
}
