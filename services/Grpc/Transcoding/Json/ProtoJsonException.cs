namespace Grpc.Transcoding.Json;

/// <summary>JSON that is no protobuf message of the expected type: what is wrong, and with which field.</summary>
public sealed class ProtoJsonException : FormatException
{
    internal ProtoJsonException(string problem) : this(problem, field: "", position: -1, cause: null)
    {
    }

    internal ProtoJsonException(string problem, string field, long position, Exception? cause)
        : base(field.Length == 0 ? problem : $"{field}: {problem}", cause)
    {
        Problem = problem;
        Field = field;
        Position = position;
    }

    /// <summary>What is wrong, without the field.</summary>
    public string Problem { get; }

    /// <summary>The path of the field as the sender wrote it (<c>lines[2].amount</c>); empty for the whole.</summary>
    public string Field { get; }

    /// <summary>Bytes before the offending token; −1 when the problem has no place in a text.</summary>
    public long Position { get; }
}
