using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes a message to.</summary>
public abstract class SerializationContext
{
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    public virtual void SetPayloadLength(int payloadLength)
    {
        // The length is a hint: a context that needs none may ignore it.
    }

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    public virtual void Complete() => throw new NotSupportedException();
}
