namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// The call keeps its own answers for repeated request ids, in its own statement; the interceptor leaves it alone.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnIdempotencyAttribute : Attribute;
