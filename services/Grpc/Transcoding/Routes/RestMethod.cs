using Google.Api;
using Google.Protobuf.Reflection;

namespace Grpc.Transcoding.Routes;

/// <summary>One way to call an rpc over HTTP: a google.api.http rule or one of its additional bindings.</summary>
internal sealed class RestMethod
{
    private RestMethod(MethodDescriptor rpc, HttpRule rule, int number)
    {
        Rpc = rpc;
        Number = number;
        (HttpMethod, var path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Custom => (rule.Custom.Kind, rule.Custom.Path),
            _ => throw new InvalidOperationException($"The google.api.http rule of {rpc.FullName} has no path."),
        };
        Template = PathTemplate.Parse(path);
        TakesWholeBody = rule.Body == "*";
        BodyField = rule.Body is "" or "*" ? null : Field(rpc.InputType, rule.Body);
        AnswerField = rule.ResponseBody.Length == 0 ? null : Field(rpc.OutputType, rule.ResponseBody);
    }

    public MethodDescriptor Rpc { get; }

    /// <summary>0 for the rule itself, then its additional bindings.</summary>
    public int Number { get; }

    public string HttpMethod { get; }

    public PathTemplate Template { get; }

    public bool TakesWholeBody { get; }

    /// <summary>The request field that the body fills; null for the whole request or none.</summary>
    public FieldDescriptor? BodyField { get; }

    /// <summary>The response field that is the answer; null for the whole response.</summary>
    public FieldDescriptor? AnswerField { get; }

    public bool TakesBody => TakesWholeBody || BodyField is not null;

    /// <summary>The body is taken as it is: the message that the body fills is a google.api.HttpBody.</summary>
    public bool TakesRawBody => TakesBody && IsRaw(BodyField is null ? Rpc.InputType : Held(BodyField));

    public bool AnswersRaw => IsRaw(AnswerField is null ? Rpc.OutputType : Held(AnswerField));

    public static IEnumerable<RestMethod> Of(MethodDescriptor rpc)
    {
        if (rpc.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
        {
            return [];
        }

        return rule.AdditionalBindings.Prepend(rule).Select((binding, number) => new RestMethod(rpc, binding, number));
    }

    private static FieldDescriptor Field(MessageDescriptor type, string name) => type.FindFieldByName(name)
        ?? throw new InvalidOperationException($"{type.FullName} has no field '{name}', which its HTTP rule names.");

    private static MessageDescriptor? Held(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsRepeated: false } ? field.MessageType : null;

    private static bool IsRaw(MessageDescriptor? type) => type?.FullName == HttpBody.Descriptor.FullName;
}
