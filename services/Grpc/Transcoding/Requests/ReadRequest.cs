using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Transcoding.Json;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Requests;

/// <summary>Makes a request message of an HTTP request: body, query, path and headers, in this order.</summary>
internal sealed class ReadRequest
{
    private const string IdempotencyKeyHeader = "Idempotency-Key";

    private readonly RestMethod method;
    private readonly MessageDescriptor type;
    private readonly QueryFields query;
    private readonly (PathVariable Variable, FieldPath Field)[] path;
    private readonly JsonField? bodyField;
    private readonly FieldDescriptor? maskField;
    private readonly FieldDescriptor? requestId;
    private readonly JsonTranscodingOptions options;

    public ReadRequest(RestMethod method, JsonTranscodingOptions options)
    {
        (this.method, this.options) = (method, options);
        type = method.Rpc.InputType;
        query = new QueryFields(method);
        path = [.. method.Template.Variables.Select(variable => (variable, Field(variable)))];
        bodyField = method.BodyField is { } body ? ((PlainMessage)MessageCodec.For(type)).Field(body.Name) : null;
        var id = type.FindFieldByName("request_id");
        requestId = id is { FieldType: FieldType.String, IsRepeated: false } ? id : null;
        maskField = HttpMethods.IsPatch(method.HttpMethod) && bodyField?.Descriptor.FieldType == FieldType.Message
            && type.FindFieldByName("update_mask") is { FieldType: FieldType.Message } mask
            && mask.MessageType.FullName == FieldMask.Descriptor.FullName ? mask : null;
    }

    public async ValueTask<IMessage> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var request = MessageCodec.New(type);
        FieldMask? named = null;
        if (method.TakesBody && BodyContent.IsPresent(http.Request))
        {
            named = method.TakesRawBody
                ? await ReadRawAsync(http.Request, request, cancellationToken)
                : await ReadJsonAsync(http.Request, request, cancellationToken);
        }

        ReadHead(http, request);
        if (named is not null && maskField!.Accessor.GetValue(request) is null)
        {
            maskField.Accessor.SetValue(request, named);
        }

        return request;
    }

    /// <summary>A message with all but the body, and the body's place for <paramref name="piece"/>.</summary>
    public IMessage ReadWithPiece(HttpContext http, HttpBody piece)
    {
        var request = WithPiece(piece);
        ReadHead(http, request);
        return request;
    }

    /// <summary>A message with a piece of the body and nothing else.</summary>
    public IMessage WithPiece(HttpBody piece)
    {
        if (bodyField is null)
        {
            return piece;
        }

        var request = MessageCodec.New(type);
        bodyField.Descriptor.Accessor.SetValue(request, piece);
        return request;
    }

    private FieldPath Field(PathVariable variable) => FieldPath.Find(type, variable.FieldPath)
        ?? throw new InvalidOperationException(
            $"{type.FullName} has no field '{variable.FieldPath}', which the path {method.Template.Text} names.");

    private void ReadHead(HttpContext http, IMessage request)
    {
        query.Read(http.Request.Query, request);
        foreach (var (variable, field) in path)
        {
            field.Read(RestPattern.Value(method.Template, variable, http.Request.RouteValues), request);
        }

        if (requestId is not null && http.Request.Headers.TryGetValue(IdempotencyKeyHeader, out var key)
            && requestId.Accessor.GetValue(request) is string { Length: 0 })
        {
            requestId.Accessor.SetValue(request, key.ToString());
        }
    }

    private ValueTask<FieldMask?> ReadJsonAsync(HttpRequest http, IMessage request, CancellationToken ct)
    {
        BodyContent.RequireJson(http);
        var body = new BodyContent(http, Math.Min(options.JsonBytesMax, options.BodyBytesMax));
        return body.ReadAsync((Reader: this, Request: request), static (json, state) =>
        {
            var (reader, request) = state;
            if (json.IsEmpty)
            {
                return null;
            }

            if (reader.bodyField is null)
            {
                ProtoJson.Merge(request, json);
                return null;
            }

            ProtoJson.ReadField(request, reader.bodyField, json);
            return reader.maskField is null ? null : UpdateMask.Named(json, reader.bodyField.Descriptor.MessageType);
        }, ct);
    }

    private ValueTask<FieldMask?> ReadRawAsync(HttpRequest http, IMessage request, CancellationToken ct) =>
        new BodyContent(http, options.BodyBytesMax).ReadAsync(
            (Reader: this, Request: request, Type: http.ContentType ?? ""), static (bytes, state) =>
        {
            var piece = new HttpBody { ContentType = state.Type, Data = ByteString.CopyFrom(bytes) };
            if (state.Reader.bodyField is { } field)
            {
                field.Descriptor.Accessor.SetValue(state.Request, piece);
            }
            else
            {
                state.Request.MergeFrom(piece.ToByteString());
            }

            return (FieldMask?)null;
        }, ct);
}
