using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Transcoding.Json;
using Grpc.Transcoding.Routes;
using Microsoft.AspNetCore.Http;

namespace Grpc.Transcoding.Requests;

/// <summary>Fills a request from the query: every field that neither the path nor the body fills.</summary>
internal sealed class QueryFields(RestMethod method)
{
    // What callers may put there is endless; only names of fields are kept.
    private readonly ConcurrentDictionary<string, FieldPath> paths = new(StringComparer.Ordinal);
    private readonly string[] taken =
    [
        .. method.Template.Variables.Select(variable => variable.FieldPath),
        .. method.BodyField is { } body ? new[] { body.Name } : [],
    ];

    public void Read(IQueryCollection query, IMessage into)
    {
        if (query.Count == 0)
        {
            return;
        }

        foreach (var (name, values) in query)
        {
            var path = Find(name, into.Descriptor);
            if (values.Count > 1 && !path.Descriptor.IsRepeated)
            {
                throw new ProtoJsonException("is given twice", name, position: -1, cause: null);
            }

            foreach (var value in values)
            {
                path.Read(value ?? "", into);
            }
        }
    }

    private FieldPath Find(string name, MessageDescriptor type)
    {
        if (paths.TryGetValue(name, out var known))
        {
            return known;
        }

        var path = method.TakesWholeBody ? null : FieldPath.Find(type, name);
        if (path is null || taken.Any(other => IsWithin(path.FullName, other)))
        {
            throw new ProtoJsonException("is no parameter of this call", name, position: -1, cause: null);
        }

        return paths.GetOrAdd(name, path);
    }

    private static bool IsWithin(string path, string other) =>
        path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] == '.');
}
