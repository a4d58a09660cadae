using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Grpc.Core;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Models;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

[Collection(ScoringCollection.Name)]
public sealed class PublishModelTests(ServiceFixture<ScoringService> scoring)
{
    [Theory]
    [InlineData(nameof(Kind.Scorecard), V1.ModelKind.StatisticalScorecard)]
    [InlineData(nameof(Kind.Logistic), V1.ModelKind.Logistic)]
    [InlineData(nameof(Kind.Trees), V1.ModelKind.Trees)]
    [InlineData(nameof(Kind.Ensemble), V1.ModelKind.Ensemble)]
    public async Task A_model_of_any_kind_is_kept_as_it_was_published_and_changes_nothing(
        string name, V1.ModelKind told)
    {
        var kind = Enum.Parse<Kind>(name);
        var model = await scoring.PublishAsync(kind);

        (model.Kind, model.State, model.Version > 1).ShouldBe((told, ModelState.Published, true));
        (await scoring.Client.Models.GetModelAsync(new() { Version = model.Version })).Definition
            .ShouldBe(TrainedOnFeatures.Json(kind));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'models.publish' "
            + "AND (convert_from(payload, 'UTF8')::json ->> 'version')::int = $1", model.Version)).ShouldBe(1);
    }

    [Fact]
    public async Task A_model_of_xgboost_gets_the_name_that_it_is_given_and_the_grades_of_the_suite()
    {
        var published = await scoring.Client.Models.PublishModelAsync(new()
        {
            Definition = XGBoostJson,
            Name = "xgb-2026",
            Reason = "trained elsewhere",
        });

        (published.Name, published.Kind).ShouldBe(("xgb-2026", V1.ModelKind.Trees));
    }

    [Theory]
    [InlineData("name", "{}", "")]
    [InlineData("definition.$", "{\"name\":\"m\",\"mood\":1}", "")]
    [InlineData("definition.group credit_record", "EXPERT", "\"points_best\": 75", "\"points_best\": 76")]
    [InlineData("definition.factor payment_index", "EXPERT",
        "{\"below\": 30, \"points\": 10}", "{\"below\": 10, \"points\": 10}")]
    [InlineData("definition.rule INSOLVENCY", "EXPERT", "\"insolvency_standing\"", "\"mood\"")]
    [InlineData("definition.grades", "TREES", "\"grade\":\"D\"", "\"grade\":\"D\"")]
    public async Task What_is_wrong_with_a_model_is_told_place_by_place(
        string field, string definition, string here, string other = "")
    {
        var json = definition switch
        {
            "EXPERT" => System.Text.Encoding.UTF8.GetString(ScoringModels.ShippedDefinition()),
            "TREES" => TrainedOnFeatures.Json(Kind.Trees).Replace(
                "\"grade\":\"C\"", "\"grade\":\"D\"", StringComparison.Ordinal),
            _ => definition,
        };

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Models.PublishModelAsync(new()
            {
                Definition = here.Length > 0 ? json.Replace(here, other, StringComparison.Ordinal) : json,
                Reason = "wrong",
            }));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain(field);
    }

    [Fact]
    public async Task What_is_wrong_is_told_in_chinese_to_those_who_read_it()
    {
        var definition = System.Text.Encoding.UTF8.GetString(ScoringModels.ShippedDefinition()).Replace(
            "\"points_best\": 75", "\"points_best\": 76", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/models", UriKind.Relative))
        {
            Content = JsonContent.Create(new { definition, reason = "wrong" }),
        };
        request.Headers.AcceptLanguage.ParseAdd("zh-CN");

        using var refused = await scoring.Http.SendAsync(request);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!.ToJsonString(
            new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        problem.ShouldContain("其因素最多给 352 分，而权重 0.35 对应 350 分");
    }

    /// <summary>One tree on one input, as XGBoost 2 writes it.</summary>
    internal const string XGBoostJson =
        """
        {"learner":{"attributes":{},"feature_names":["days_beyond_terms"],"feature_types":["float"],
        "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},"tree_info":[0],
        "trees":[{"base_weights":[0.0,-2.0,2.0],"categories":[],"categories_nodes":[],"categories_segments":[],
        "categories_sizes":[],"default_left":[1,0,0],"id":0,"left_children":[1,-1,-1],"loss_changes":[1.0,0.0,0.0],
        "parents":[2147483647,0,0],"right_children":[2,-1,-1],"split_conditions":[15.0,-2.0,2.0],
        "split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[10.0,6.0,4.0],
        "tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"1"}}]},"name":"gbtree"},
        "learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"1",
        "num_target":"1"},
        "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}},"version":[2,0,3]}
        """;
}
