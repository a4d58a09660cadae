namespace Grpc.Transcoding;

/// <summary>Limits of calls that come as JSON.</summary>
public sealed class JsonTranscodingOptions
{
    /// <summary>Bytes of the largest body of any kind that is read as a whole; 4 MB unless set.</summary>
    public long BodyBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of the largest body of JSON, within <see cref="BodyBytesMax"/>; 4 MB unless set.</summary>
    public long JsonBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of the largest file that is streamed to a handler; 2 GB unless set.</summary>
    public long UploadBytesMax { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Bytes of the pieces in which a file is handed to a handler; 64 kB unless set.</summary>
    public int UploadChunkBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How long a unary call may take, whatever time the caller names, and the request of any call; 60 s unless set.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a silent event stream says that it is alive; every 15 s unless set.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
