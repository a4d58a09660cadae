using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>
/// The id by which a caller marks a request and its repetitions, from the message or the header of HTTP.
/// </summary>
internal static class RequestId
{
    public const int CharactersMax = 200;

    /// <summary>
    /// The id; empty when the caller gave none or the request takes none. A header is written into the message.
    /// </summary>
    public static string Take<TRequest>(TRequest request, ServerCallContext context)
    {
        if (Field<TRequest>.Of(request) is not { } field)
            return "";
        var message = (IMessage)request!;
        var inMessage = (string)field.Accessor.GetValue(message);
        var inHeader = context.RequestHeaders.GetValue("idempotency-key") ?? "";
        if (inMessage.Length > CharactersMax || inHeader.Length > CharactersMax)
        {
            throw Refuse.Invalid("request_id", new Text(
                $"is longer than {CharactersMax} characters", $"超过 {CharactersMax} 个字符"));
        }
        if (inHeader.Length == 0 || inHeader.Equals(inMessage, StringComparison.Ordinal))
            return inMessage;
        if (inMessage.Length > 0)
        {
            throw Refuse.Invalid("request_id", new Text(
                "is not the same as the Idempotency-Key header", "与 Idempotency-Key 请求头不一致"));
        }
        field.Accessor.SetValue(message, inHeader);
        return inHeader;
    }

    private static class Field<TRequest>
    {
        private static FieldDescriptor? field;
        private static bool known;

        public static FieldDescriptor? Of(TRequest request)
        {
            if (!known)
            {
                var found = (request as IMessage)?.Descriptor.FindFieldByName("request_id");
                field = found is { FieldType: FieldType.String, IsRepeated: false } ? found : null;
                known = true;
            }
            return field;
        }
    }
}
