using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Storage;

/// <summary>What the constraints of this service's tables mean to callers.</summary>
internal static class IntakeRefusals
{
    public static void AddIntakeRefusals(this IServiceCollection services)
    {
        services.AddConstraintRefusal("documents_external_ref_once", () => Refuse.AlreadyExists(
            "document", "", new("A document of this kind with this external reference has been recorded before.",
                "具有相同外部编号的同类单据已存在。")));
        services.AddConstraintRefusal("statements_are_superseded_once", FiledMeanwhile);
        services.AddConstraintRefusal("statements_one_first_of_a_period", FiledMeanwhile);
        services.AddConstraintRefusal("imports_pkey", () => Refuse.AlreadyExists(
            "import", "", new("There is an import with this id; choose another one.", "该导入编号已被使用，请另选一个。")));
    }

    private static Refusal FiledMeanwhile() => Refuse.Aborted("STATEMENT_FILED_MEANWHILE", new(
        "Another statement of the same period was filed at the same moment. Try again.",
        "同一期间的另一份报表正在同时提交，请重试。"));
}
