using System.Text;

namespace Grpc.Core;

/// <summary>One thing known about the peer, such as a name in its certificate.</summary>
public sealed class AuthProperty
{
    private readonly byte[] value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        this.value = value;
    }

    public string Name { get; }

    public string Value => Encoding.UTF8.GetString(value);

    public byte[] ValueBytes => (byte[])value.Clone();

    public static AuthProperty Create(string name, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return new AuthProperty(name, (byte[])value.Clone());
    }
}
