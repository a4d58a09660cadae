using System.Text;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Models;

public sealed class ModelFileReaderTests
{
    private static readonly string Json = Encoding.UTF8.GetString(ModelFileReader.Write(
        Trainer.Train(ReferenceRows.Sample(2_000), new() { Name = "small" })));

    [Fact]
    public void A_sound_model_is_read() => Read(Json).Name.ShouldBe("small");

    [Theory]
    [InlineData("\"schema\":1", "\"schema\":2", "schema: is 1")]
    [InlineData("\"version\":1", "\"version\":0", "version: is at least 1")]
    [InlineData("\"name\":\"small\"", "\"name\":\"\"", "name: has 1 to 64 characters")]
    [InlineData("\"probability_max\":0.003", "\"probability_max\":0.0001", "grades: do not go from the best")]
    [InlineData("\"slope\":", "\"slope\":-", "calibration: its slope")]
    [InlineData("\"kind\":\"Missing\"", "\"kind\":\"Special\"", "its last class is that of missing values")]
    [InlineData("\"points\":[", "\"points\":[1,", "classes and")]
    [InlineData("\"schema\"", "\"skema\"", "skema")]
    public void One_that_is_not_sound_is_refused_with_the_place(string text, string other, string says)
    {
        Json.ShouldContain(text);

        Should.Throw<ModelException>(() => Read(Json.Replace(text, other, StringComparison.Ordinal)))
            .Message.ShouldContain(says);
    }

    private static ModelFile Read(string json) => ModelFileReader.Read("test", Encoding.UTF8.GetBytes(json));
}
