using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Risk.Grpc.Tests.Transcoding;

[CollectionDefinition(nameof(UploadTests), DisableParallelization = true)]
public sealed class MeasuresMemory;

[Collection(nameof(UploadTests))]
public sealed class UploadTests(LibraryServer library) : IClassFixture<LibraryServer>
{
    private const int FileBytes = 20_000_000;

    [Fact]
    public async Task A_large_file_is_handed_on_in_pieces_without_being_held()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var heldBytesMax = 0L;
        using var sampler = new Timer(
            _ => heldBytesMax = Math.Max(heldBytesMax, GC.GetTotalMemory(forceFullCollection: true) - before),
            state: null,
            dueTime: 0,
            period: 20);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var response = await library.Http.PostAsync("/v1/files/big:upload", new Generated(FileBytes, hash));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        answer["bytes"]!.ToString().ShouldBe($"{FileBytes}");
        answer["sha256"]!.ToString().ShouldBe(Convert.ToHexStringLower(hash.GetHashAndReset()));
        answer["contentType"]!.ToString().ShouldBe("text/csv");
        answer["pieceBytesMax"]!.GetValue<int>().ShouldBe(64 * 1024);
        heldBytesMax.ShouldBeLessThan(FileBytes / 2);
    }

    [Fact]
    public async Task Path_and_query_come_with_the_first_piece()
    {
        var answer = await UploadAsync("/v1/files/a%20b:upload?first_only=true", new byte[200_000]);
        answer["name"]!.ToString().ShouldBe("a b");
        answer["bytes"]!.ToString().ShouldBe("65536");
    }

    [Fact]
    public async Task An_empty_file_is_one_empty_piece()
    {
        var answer = await UploadAsync("/v1/files/none:upload", []);
        (answer["name"]!.ToString(), answer["pieces"]!.GetValue<int>(), answer["bytes"]!.ToString())
            .ShouldBe(("none", 1, "0"));
    }

    [Fact]
    public async Task A_file_of_whole_pieces_ends_with_the_last()
    {
        var answer = await UploadAsync("/v1/files/even:upload", new byte[2 * 64 * 1024]);
        (answer["pieces"]!.GetValue<int>(), answer["bytes"]!.ToString()).ShouldBe((2, "131072"));
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_too_large()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = new Generated((int)LibraryServer.UploadBytesMax + 1, hash);
        using var response = await library.Http.PostAsync("/v1/files/huge:upload", content);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).ShouldContain("BODY_TOO_LARGE");
    }

    [Fact]
    public async Task A_small_file_comes_back_as_it_went()
    {
        var answer = await library.SendAsync(HttpMethod.Post, "/v1/files:echo?note=n", "a;b\n", "text/csv");
        (answer.Status, answer.Text, answer.Headers["Content-Type"]).ShouldBe((200, "a;b\n", "text/csv"));
        answer.Headers["x-note"].ShouldBe("n");
    }

    [Fact]
    public async Task A_file_that_is_taken_as_a_whole_may_be_larger_than_json()
    {
        var file = new string('x', LibraryServer.JsonBytesMax + 1);
        (await library.SendAsync(HttpMethod.Post, "/v1/files:echo", file, "text/csv")).Text.ShouldBe(file);
    }

    [Fact]
    public async Task A_parameter_that_is_not_understood_is_refused_before_the_file_is_read()
    {
        var answer = await library.SendAsync(HttpMethod.Post, "/v1/files/x:upload?mapping=y", "a", "text/csv");
        (answer.Status, answer.Field("detail")).ShouldBe((400, "mapping: is no parameter of this call"));
    }

    private async Task<JsonNode> UploadAsync(string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var response = await library.Http.PostAsync(path, content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private sealed class Generated : HttpContent
    {
        private readonly int length;
        private readonly IncrementalHash hash;

        public Generated(int length, IncrementalHash hash)
        {
            (this.length, this.hash) = (length, hash);
            Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var random = new Random(1);
            var bytes = new byte[50_000];
            for (var left = length; left > 0; left -= bytes.Length)
            {
                random.NextBytes(bytes);
                var piece = bytes.AsMemory(0, Math.Min(left, bytes.Length));
                hash.AppendData(piece.Span);
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
