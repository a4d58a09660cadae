using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Transcoding.Problems;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

public sealed partial class ProblemTests(LibraryServer library) : IClassFixture<LibraryServer>
{
    [Theory]
    [InlineData(StatusCode.Cancelled, 499, "CANCELLED")]
    [InlineData(StatusCode.Unknown, 500, "UNKNOWN")]
    [InlineData(StatusCode.InvalidArgument, 400, "INVALID_ARGUMENT")]
    [InlineData(StatusCode.DeadlineExceeded, 504, "DEADLINE_EXCEEDED")]
    [InlineData(StatusCode.NotFound, 404, "NOT_FOUND")]
    [InlineData(StatusCode.AlreadyExists, 409, "ALREADY_EXISTS")]
    [InlineData(StatusCode.PermissionDenied, 403, "PERMISSION_DENIED")]
    [InlineData(StatusCode.ResourceExhausted, 429, "RESOURCE_EXHAUSTED")]
    [InlineData(StatusCode.FailedPrecondition, 400, "FAILED_PRECONDITION")]
    [InlineData(StatusCode.Aborted, 409, "ABORTED")]
    [InlineData(StatusCode.OutOfRange, 400, "OUT_OF_RANGE")]
    [InlineData(StatusCode.Unimplemented, 501, "UNIMPLEMENTED")]
    [InlineData(StatusCode.Internal, 500, "INTERNAL")]
    [InlineData(StatusCode.Unavailable, 503, "UNAVAILABLE")]
    [InlineData(StatusCode.DataLoss, 500, "DATA_LOSS")]
    [InlineData(StatusCode.Unauthenticated, 401, "UNAUTHENTICATED")]
    public async Task A_status_is_told_as_http_tells_it(StatusCode code, int http, string name)
    {
        var answer = await FailAsync($$"""{"code":{{(int)code}},"text":"so it is"}""");
        answer.Status.ShouldBe(http);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        answer.Field("status").ShouldBe($"{http}");
        answer.Field("code").ShouldBe(name);
        answer.Field("detail").ShouldBe("so it is");
        answer.Field("title").ShouldNotBeNullOrEmpty();
        answer.Field("instance").ShouldBe("/v1/failures");
        answer.Field("type").ShouldBe("about:blank");
        answer.Field("traceId").ShouldNotBeNullOrEmpty();
        answer.Headers.ContainsKey("WWW-Authenticate").ShouldBe(http == 401);
    }

    [Fact]
    public async Task Details_of_a_status_are_told()
    {
        var answer = await FailAsync("""{"code":3,"text":"bad","withDetails":true,"reason":"AMOUNT"}""");
        answer.Status.ShouldBe(400);
        answer.Field("detail").ShouldBe("数量必须大于零");
        answer.Field("reason").ShouldBe("AMOUNT");
        answer.Json["metadata"]!.ToJsonString().ShouldBe("""{"left":"3"}""");
        answer.Json["violations"]!.ToJsonString()
            .ShouldBe("""[{"field":"lines[2].amount","description":"must be above 0"}]""");
        answer.Headers["Retry-After"].ShouldBe("2");
    }

    [Fact]
    public async Task A_reused_key_is_unprocessable() =>
        (await FailAsync("""{"code":3,"withDetails":true,"reason":"IDEMPOTENCY_KEY_REUSED"}""")).Status.ShouldBe(422);

    [Fact]
    public async Task What_nobody_expected_is_not_told()
    {
        var answer = await FailAsync("""{"unexpected":true}""");
        answer.Status.ShouldBe(500);
        answer.Text.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("Request-Timeout: 1")]
    [InlineData("Grpc-Timeout: 200m")]
    public async Task A_call_ends_when_its_time_is_up(string header)
    {
        var answer = await FailAsync("""{"neverEnding":true}""", header);
        (answer.Status, answer.Field("code")).ShouldBe((504, "DEADLINE_EXCEEDED"));
    }

    [Theory]
    [InlineData("Request-Timeout: soon")]
    [InlineData("Request-Timeout: 0")]
    [InlineData("Grpc-Timeout: soon")]
    public async Task A_malformed_timeout_is_refused(string header) =>
        (await FailAsync("{}", header)).Status.ShouldBe(400);

    [Theory]
    [InlineData("""{"title":1}""", "title", "must be a string")]
    [InlineData("""{"author":{"bornIn":"x"}}""", "author.bornIn", "must be a number")]
    [InlineData("""{"editions":[{},{"tags":["a",2]}]}""", "editions[1].tags[1]", "must be a string")]
    [InlineData("""[]""", "", "must be an object")]
    public async Task A_body_that_does_not_fit_names_the_field(string body, string field, string problem)
    {
        var answer = await library.SendAsync(HttpMethod.Post, "/v1/books", body);
        answer.Status.ShouldBe(400);
        var detail = field.Length == 0 ? problem : $"{field}: {problem}";
        answer.Field("detail").ShouldBe(detail);
        (answer.Json["violations"] as JsonArray)?[0]!["field"]!.ToString().ShouldBe(field);
    }

    [Fact]
    public async Task Malformed_json_is_told_with_its_place()
    {
        var answer = await library.SendAsync(HttpMethod.Post, "/v1/books", "{\n  \"title\": x}");
        answer.Status.ShouldBe(400);
        answer.Field("detail")!.ShouldStartWith("title: malformed JSON at line 2, byte 12");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/xml+jsonp")]
    public async Task Another_content_type_than_json_is_refused(string type) =>
        (await library.SendAsync(HttpMethod.Post, "/v1/books", "{}", type)).Status.ShouldBe(415);

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "author.bornIn: 必须是数字")]
    [InlineData("en, zh;q=0.5", "author.bornIn: must be a number")]
    [InlineData("fr, zh;q=0.1", "author.bornIn: 必须是数字")]
    [InlineData("zh;q=0, en", "author.bornIn: must be a number")]
    [InlineData("fr", "author.bornIn: must be a number")]
    [InlineData("???", "author.bornIn: must be a number")]
    public async Task A_refusal_is_told_in_the_language_of_the_caller(string accepted, string detail)
    {
        var answer = await library.SendAsync(
            HttpMethod.Post,
            "/v1/books",
            """{"author":{"bornIn":"x"}}""",
            "application/json",
            $"Accept-Language: {accepted}");
        answer.Field("detail").ShouldBe(detail);
        answer.Json["violations"]![0]!["description"]!.ToString().ShouldBe(detail["author.bornIn: ".Length..]);
    }

    [Theory]
    [InlineData("must be between -5 and 7", "必须在 -5 和 7 之间")]
    [InlineData("must be one of A, B", "必须是以下之一：A, B")]
    [InlineData("must be a string", "必须是字符串")]
    [InlineData("must be a string of base64", "必须是 base64 字符串")]
    [InlineData("malformed JSON at line 2, byte 3: 'x' is {0} bad", "第 2 行第 3 字节处 JSON 格式错误：'x' is {0} bad")]
    [InlineData("This path does not take PUT; it takes GET, POST.", "此路径不接受 PUT，只接受 GET, POST。")]
    [InlineData("something else", "something else")]
    public void A_text_has_its_chinese(string english, string chinese) => Chinese.Of(english).ShouldBe(chinese);

    [Fact]
    public void Every_text_of_the_codec_has_its_chinese()
    {
        var sources = Directory.GetFiles(
            Path.Combine(Root(), "services/Grpc/Transcoding"), "*.cs", SearchOption.AllDirectories);
        var texts = sources.Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Thrown().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["text"].Value).Distinct().ToArray();
        texts.Length.ShouldBeGreaterThan(15);
        texts.Where(text => Chinese.Of(text) == text).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await library.Http.PostAsync("/v1/books", content);
        ((int)response.StatusCode).ShouldBe(415);
    }

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/merge-patch+json")]
    [InlineData("APPLICATION/JSON")]
    public async Task Kinds_of_json_are_taken(string type) =>
        (await library.SendAsync(HttpMethod.Post, "/v1/books", "{}", type)).Status.ShouldBe(200);

    [Fact]
    public async Task A_body_beyond_the_limit_is_too_large()
    {
        var body = $$"""{"title":"{{new string('x', LibraryServer.JsonBytesMax)}}"}""";
        var answer = await library.SendAsync(HttpMethod.Post, "/v1/books", body);
        (answer.Status, answer.Field("reason")).ShouldBe((413, "BODY_TOO_LARGE"));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1/unknown")]
    [InlineData("GET", "/v1/books/a/b")]
    [InlineData("POST", "/test.library.v1.BooksService/GetBook/x")]
    [InlineData("GET", "/v1/hidden")]
    public async Task An_unknown_path_is_not_found(string method, string path)
    {
        var answer = await library.SendAsync(new HttpMethod(method), path);
        answer.Status.ShouldBe(404);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("PUT", "/v1/books", "GET, POST")]
    [InlineData("POST", "/v1/books/b-1", "DELETE, GET, PATCH")]
    [InlineData("GET", "/v1/books/b-1:lend", "POST")]
    public async Task A_path_says_which_methods_it_takes(string method, string path, string allowed)
    {
        var answer = await library.SendAsync(new HttpMethod(method), path);
        answer.Status.ShouldBe(405);
        answer.Headers["Allow"].ShouldBe(allowed);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
    }

    [GeneratedRegex("""new ProtoJsonException\(\s*\$?"(?<text>[^"]+)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thrown();

    private static string Root([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../..");

    private Task<Answer> FailAsync(string body, params string[] headers) =>
        library.SendAsync(HttpMethod.Post, "/v1/failures", body, "application/json", headers);
}
