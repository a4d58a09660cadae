using Grpc.Transcoding.Routes;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/v1/books", "v1 books", "", "")]
    [InlineData("/v1/books/{book_id}", "v1 books *", "book_id@2+1", "")]
    [InlineData("/v1/books/{book_id}:lend", "v1 books *", "book_id@2+1", "lend")]
    [InlineData("/v1/books:import", "v1 books", "", "import")]
    [InlineData("/v1/{name=shelves/*/books/*}", "v1 shelves * books *", "name@1+4", "")]
    [InlineData("/v1/{a.b}/c/{d=**}:verb", "v1 * c **", "a.b@1+1,d@3+1", "verb")]
    [InlineData("/v1/*/**", "v1 * **", "", "")]
    public void A_template_is_segments_variables_and_a_verb(string text, string segments, string variables, string verb)
    {
        var template = PathTemplate.Parse(text);
        string.Join(' ', template.Segments.Select(segment => segment.Text)).ShouldBe(segments);
        string.Join(',', template.Variables.Select(v => $"{v.FieldPath}@{v.Start}+{v.Count}")).ShouldBe(variables);
        template.Verb.ShouldBe(verb);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1/books")]
    [InlineData("/")]
    [InlineData("/v1//books")]
    [InlineData("/v1/")]
    [InlineData("/v1/{id")]
    [InlineData("/v1/id}")]
    [InlineData("/v1/{a{b}}")]
    [InlineData("/v1/{}")]
    [InlineData("/v1/{id}x")]
    [InlineData("/v1/x{id}")]
    [InlineData("/v1/**/books")]
    [InlineData("/v1/***")]
    public void What_is_no_template_is_refused(string text) =>
        Should.Throw<FormatException>(() => PathTemplate.Parse(text)).Message.ShouldContain(text);

    [Theory]
    [InlineData("/v1/books/{id}", "/v1/books/7", true)]
    [InlineData("/v1/books/{id}", "/v1/books/7/", true)]
    [InlineData("/v1/books/{id}", "/v1/books", false)]
    [InlineData("/v1/books/{id}", "/v1/books/7/8", false)]
    [InlineData("/v1/books/{id}", "/v2/books/7", false)]
    [InlineData("/v1/books/{id}:lend", "/v1/books/7:lend", true)]
    [InlineData("/v1/books/{id}:lend", "/v1/books/7", false)]
    [InlineData("/v1/pages/{name=**}", "/v1/pages/a/b", true)]
    [InlineData("/v1/pages/{name=**}", "/v1/pages", true)]
    [InlineData("/v1/pages/{name=**}", "/v1", false)]
    public void A_path_is_of_a_template_or_not(string text, string path, bool matches) =>
        PathTemplate.Parse(text).Matches(path).ShouldBe(matches);
}
