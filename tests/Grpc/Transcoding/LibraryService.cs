using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Test.Library;
using HttpBody = Google.Api.HttpBody;

namespace Risk.Grpc.Tests.Transcoding;

/// <summary>Answers what it was asked, so that a test sees how a request was understood.</summary>
internal sealed class LibraryService : BooksService.BooksServiceBase
{
    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) =>
        Task.FromResult(new Book { BookId = request.BookId, Title = $"on shelf '{request.Shelf}'" });

    public override Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBooksResponse { Request = request });

    public override Task<Book> AddBook(AddBookRequest request, ServerCallContext context)
    {
        var book = request.Book ?? new Book { Title = "none" };
        book.BookId = request.RequestId;
        context.ResponseTrailers.Add("x-checked", request.ValidateOnly ? "yes" : "no");
        return Task.FromResult(book);
    }

    public override Task<ChangeBookResponse> ChangeBook(ChangeBookRequest request, ServerCallContext context) =>
        Task.FromResult(new ChangeBookResponse { Request = request });

    public override Task<Empty> RemoveBook(GetBookRequest request, ServerCallContext context) =>
        Task.FromResult(new Empty());

    public override Task<LendBookResponse> LendBook(LendBookRequest request, ServerCallContext context) =>
        Task.FromResult(new LendBookResponse { Book = new Book { BookId = request.BookId, Title = request.Reader } });

    public override Task<Page> GetPage(GetPageRequest request, ServerCallContext context) =>
        Task.FromResult(new Page { Name = request.Name });

    public override async Task<Empty> Fail(FailRequest request, ServerCallContext context)
    {
        if (request.Unexpected)
        {
            throw new InvalidOperationException("the secret of the house");
        }

        if (request.NeverEnding)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        throw request.WithDetails ? Detailed(request) : new RpcException(
            new global::Grpc.Core.Status((StatusCode)request.Code, request.Text));
    }

    public override Task<Description> Describe(Empty request, ServerCallContext context)
    {
        var left = context.Deadline == DateTime.MaxValue
            ? -1
            : (context.Deadline - TimeProvider.System.GetUtcNow().UtcDateTime).TotalSeconds;
        var description = new Description { SecondsLeft = left };
        description.Metadata.Add(context.RequestHeaders.Where(entry => !entry.IsBinary)
            .Select(entry => $"{entry.Key}: {entry.Value}"));
        description.Notes.Add(context.UserState.Values.OfType<string>());
        return Task.FromResult(description);
    }

    public override async Task Count(
        CountRequest request, IServerStreamWriter<Tick> responseStream, ServerCallContext context)
    {
        await Task.Delay(request.DelayMs, context.CancellationToken);
        for (var number = 1; number <= request.To; number++)
        {
            if (request.FailAfter > 0 && number > request.FailAfter)
            {
                throw new RpcException(new global::Grpc.Core.Status(StatusCode.Unavailable, "no more numbers"));
            }

            await responseStream.WriteAsync(new Tick { Number = number });
        }
    }

    public override async Task<UploadResponse> Upload(
        IAsyncStreamReader<UploadRequest> requestStream, ServerCallContext context)
    {
        var answer = new UploadResponse();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            if (answer.Pieces++ == 0)
            {
                (answer.Name, answer.ContentType) = (request.Name, request.File.ContentType);
            }

            hash.AppendData(request.File.Data.Span);
            answer.Bytes += request.File.Data.Length;
            answer.PieceBytesMax = Math.Max(answer.PieceBytesMax, request.File.Data.Length);
            if (request.FirstOnly)
            {
                break;
            }
        }

        answer.Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        return answer;
    }

    public override Task<HttpBody> Echo(EchoRequest request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("x-note", request.Note);
        return Task.FromResult(request.File);
    }

    public override async Task Download(
        CountRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        for (var number = 1; number <= request.To; number++)
        {
            var line = new HttpBody { ContentType = "text/csv", Data = ByteString.CopyFromUtf8($"{number}\n") };
            await responseStream.WriteAsync(line);
        }
    }

    private static RpcException Detailed(FailRequest request)
    {
        var violation = new BadRequest.Types.FieldViolation
        {
            Field = "lines[2].amount",
            Description = "must be above 0",
        };
        var status = new Google.Rpc.Status
        {
            Code = request.Code,
            Message = request.Text,
            Details =
            {
                Any.Pack(new ErrorInfo { Type = request.Reason, Domain = "library", Metadata = { ["left"] = "3" } }),
                Any.Pack(new BadRequest { FieldViolations = { violation } }),
                Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = "数量必须大于零" }),
                Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) }),
            },
        };
        return new RpcException(
            new global::Grpc.Core.Status((StatusCode)request.Code, request.Text),
            new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
