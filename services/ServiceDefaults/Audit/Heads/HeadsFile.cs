using System.Text;
using Grpc.Transcoding.Json;
using Risk.ServiceDefaults.Events;
using Risk.Types.V1;

namespace Risk.ServiceDefaults.Audit;

/// <summary>The signed heads of this service's chain in a file outside the database, one JSON object a line.</summary>
internal sealed class HeadsFile(AuditSettings settings)
{
    public async Task AppendAsync(AuditHead head, CancellationToken ct)
    {
        if (settings.HeadsFile.Length == 0)
            return;
        await using var file = new FileStream(
            settings.HeadsFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
        // One write a line: instances that share the file do not tear each other's lines apart.
        await file.WriteAsync((byte[])[.. EventBody.ToBytes(head), (byte)'\n'], ct);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The newest heads that were kept, and the lines that are none.</summary>
    public async Task<(IReadOnlyCollection<AuditHead> Heads, List<string> Broken)> ReadAsync(
        int headsMax, CancellationToken ct)
    {
        var heads = new Queue<AuditHead>();
        var broken = new List<string>();
        if (settings.HeadsFile.Length == 0 || !File.Exists(settings.HeadsFile))
            return (heads, broken);
        await foreach (var line in File.ReadLinesAsync(settings.HeadsFile, ct))
        {
            try
            {
                heads.Enqueue((AuditHead)EventBody.Parse(AuditHead.Descriptor, Encoding.UTF8.GetBytes(line)));
            }
            catch (ProtoJsonException)
            {
                broken.Add(line);
            }
            if (heads.Count > headsMax)
                heads.Dequeue();
        }
        return (heads, broken);
    }
}
