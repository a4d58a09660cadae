using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

public sealed class UnaryTests(LibraryServer library) : IClassFixture<LibraryServer>
{
    [Theory]
    [InlineData("/v1/books/b-1", "b-1", "on shelf ''")]
    [InlineData("/v1/books/b-1?shelf=7", "b-1", "on shelf '7'")]
    [InlineData("/v1/shelves/9/books/b-2", "b-2", "on shelf '9'")]
    [InlineData("/v1/books/%E4%B9%A6%20a", "书 a", "on shelf ''")]
    [InlineData("/v1/books/a%2Fb", "a/b", "on shelf ''")]
    [InlineData("/v1/books/sap:4711", "sap:4711", "on shelf ''")]
    public async Task A_path_fills_fields(string path, string id, string title)
    {
        var book = await library.GetAsync(path);
        book["bookId"]!.ToString().ShouldBe(id);
        book["title"]!.ToString().ShouldBe(title);
    }

    [Theory]
    [InlineData("/v1/shelves/4/pages/12", "shelves/4/pages/12")]
    [InlineData("/v1/pages/a/b/c", "a/b/c")]
    [InlineData("/v1/pages/a/b:raw", "a/b")]
    [InlineData("/v1/pages/a/b:other", "a/b:other")]
    public async Task A_variable_may_span_segments(string path, string name) =>
        (await library.GetAsync(path))["name"]!.ToString().ShouldBe(name);

    [Fact]
    public async Task A_custom_verb_is_no_part_of_the_id()
    {
        var lent = await library.SendAsync(HttpMethod.Post, "/v1/books/b-1:lend", """{"reader":"Ann"}""");
        lent.Status.ShouldBe(200);
        lent.Field("bookId").ShouldBe("b-1");
        lent.Field("title").ShouldBe("Ann");
        (await library.SendAsync(HttpMethod.Get, "/v1/books/b-1:lend")).Status.ShouldBe(405);
        (await library.SendAsync(HttpMethod.Patch, "/v1/books/b-1:lend", "{}")).Status.ShouldBe(405);
    }

    [Fact]
    public async Task A_query_fills_nested_repeated_and_well_known_fields()
    {
        var answer = await library.GetAsync(
            "/v1/books?page_size=7&author.fullName=Ann%20B&author.born_in=1950&genres=GENRE_NOVEL&genres=2"
            + "&printedSince=2026-01-31T08:00:00%2B08:00&lent=false&copies_min=9007199254740993");
        JsonNode.DeepEquals(answer["request"], JsonNode.Parse("""
            {"pageSize":7,"author":{"fullName":"Ann B","bornIn":1950},"genres":["GENRE_NOVEL","GENRE_HISTORY"],
             "printedSince":"2026-01-31T00:00:00Z","lent":false,"copiesMin":"9007199254740993"}
            """)).ShouldBeTrue(answer.ToString());
    }

    [Theory]
    [InlineData("page_size=many", "page_size", "must be a number")]
    [InlineData("page_size=1&page_size=2", "page_size", "is given twice")]
    [InlineData("pageSize=99999999999", "pageSize", "must be between -2147483648 and 2147483647")]
    [InlineData("genres=GENRE_POEM", "genres", "must be one of GENRE_UNSPECIFIED, GENRE_NOVEL, GENRE_HISTORY")]
    [InlineData("lent=maybe", "lent", "must be true or false")]
    [InlineData("printed_since=yesterday", "printed_since", "must be a time such as 2026-01-31T08:30:00Z")]
    [InlineData("author=Ann", "author", "must be an object")]
    [InlineData("autor.fullName=Ann", "autor.fullName", "is no parameter of this call")]
    [InlineData("page_size.x=1", "page_size.x", "is no parameter of this call")]
    public async Task A_query_that_is_not_understood_is_refused_by_name(string query, string field, string problem)
    {
        var answer = await library.SendAsync(HttpMethod.Get, "/v1/books?" + query);
        answer.Status.ShouldBe(400);
        answer.Field("code").ShouldBe("INVALID_ARGUMENT");
        var violation = answer.Json["violations"]!.AsArray().ShouldHaveSingleItem()!;
        violation["field"]!.ToString().ShouldBe(field);
        violation["description"]!.ToString().ShouldBe(problem);
    }

    [Fact]
    public async Task A_body_fills_the_field_that_the_rule_names_and_the_query_the_rest()
    {
        var answer = await library.SendAsync(
            HttpMethod.Post,
            "/v1/books?validate_only=true&request_id=r-1",
            """{"title":"T","copies":"12","unknown":{}}""");
        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        answer.Headers["x-checked"].ShouldBe("yes");
        answer.Json.ToJsonString().ShouldBe(
            """{"bookId":"r-1","title":"T","genre":"GENRE_UNSPECIFIED","copies":"12","tags":[],"editions":[]}""");
    }

    [Theory]
    [InlineData("/v1/books", "key-1")]
    [InlineData("/v1/books?request_id=mine", "mine")]
    public async Task The_idempotency_key_is_the_request_id_unless_there_is_one(string path, string expected)
    {
        var answer = await library.SendAsync(
            HttpMethod.Post, path, """{"title":"T"}""", "application/json", "Idempotency-Key: key-1");
        answer.Field("bookId").ShouldBe(expected);
    }

    [Fact]
    public async Task A_call_without_a_body_leaves_its_fields_unset()
    {
        (await library.SendAsync(HttpMethod.Post, "/v1/books")).Field("title").ShouldBe("none");
        (await library.SendAsync(HttpMethod.Post, "/v1/books", "null")).Field("title").ShouldBe("none");
        (await library.SendAsync(HttpMethod.Post, "/v1/books/b:lend")).Field("bookId").ShouldBe("b");
    }

    [Theory]
    [InlineData("/v1/books/b-1", "title,author")]
    [InlineData("/v1/books/b-1?update_mask=genre,author.full_name", "genre,author.fullName")]
    public async Task A_patch_changes_what_its_body_names_unless_it_says(string path, string mask)
    {
        var answer = await library.SendAsync(
            HttpMethod.Patch, path, """{"title":"T","unknown":1,"author":{"fullName":"A"}}""");
        answer.Json["request"]!["bookId"]!.ToString().ShouldBe("b-1");
        answer.Json["request"]!["updateMask"]!.ToString().ShouldBe(mask);
    }

    [Fact]
    public async Task A_body_behind_a_byte_order_mark_names_its_fields_all_the_same()
    {
        var answer = await library.SendAsync(HttpMethod.Patch, "/v1/books/b-1", "\uFEFF{\"title\":\"T\"}");

        answer.Status.ShouldBe(200);
        answer.Json["request"]!["updateMask"]!.ToString().ShouldBe("title");
    }

    [Fact]
    public async Task A_binary_header_means_nothing_over_http()
    {
        var answer = await library.SendAsync(HttpMethod.Get, "/v1/description", headers: "x-note-bin: !!!");

        answer.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_empty_answer_is_an_empty_object()
    {
        var answer = await library.SendAsync(HttpMethod.Delete, "/v1/books/b-1");
        (answer.Status, answer.Text).ShouldBe((200, "{}"));
    }

    [Fact]
    public async Task Headers_become_metadata_and_interceptors_see_the_call()
    {
        var answer = await library.SendAsync(
            HttpMethod.Get,
            "/v1/description",
            body: null,
            type: "",
            "Accept-Language: zh-CN",
            "X-Api-Key: rk_1",
            "Request-Timeout: 9");
        var metadata = answer.Json["metadata"]!.AsArray().Select(entry => entry!.ToString()).ToArray();
        metadata.ShouldContain("accept-language: zh-CN");
        metadata.ShouldContain("x-api-key: rk_1");
        answer.Json["notes"]![0]!.ToString().ShouldBe("intercepted /test.library.v1.BooksService/Describe");
        answer.Json["secondsLeft"]!.GetValue<double>().ShouldBeInRange(5, 9);
    }

    [Fact]
    public async Task A_call_without_a_timeout_has_the_default_one() =>
        (await library.GetAsync("/v1/description"))["secondsLeft"]!.GetValue<double>().ShouldBeInRange(50, 60);
}
