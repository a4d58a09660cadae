using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Risk.Intake.Values;

namespace Risk.Intake.Documents;

/// <summary>SHA-256, cut to 16 bytes, over all that a caller says of a document: equal content, equal hash.</summary>
internal sealed class DocumentHash
{
    private const int Length = 16;

    private byte[] bytes = new byte[1024];
    private int count;

    public byte[] Of(Document d)
    {
        count = 0;
        Write(d.CustomerId);
        Write((long)d.Kind);
        Write(d.RefSystem);
        Write(d.RefId);
        Write(d.Amount);
        Write(d.CurrencyCode);
        Write(d.NetAmount);
        Write(d.IssuedOn);
        Write(d.DueOn);
        Write(d.TermsNetDays);
        Write(d.TermsEndOfMonth is { } endOfMonth ? endOfMonth ? 1 : 0 : null);
        Write(d.TermsAdvanceShare);
        Write((long?)d.TermsMethod);
        Write(d.TermsCode);
        Write(d.Remark);
        Write(d.ReservationId);
        Write(d.RetentionAmount);
        Write(d.RetentionDueOn);
        foreach (var link in d.Links)
        {
            Write(link.DocumentId ?? Guid.Empty);
            Write(link.Ref?.System);
            Write(link.Ref?.Id);
            Write((long)link.Kind);
            Write(link.Amount);
            if (link.Instalment != 0)
                Write((long)link.Instalment);
        }
        foreach (var part in d.Instalments)
        {
            Write(part.DueOn);
            Write(part.Amount);
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, count), hash);
        return hash[..Length].ToArray();
    }

    private void Write(string? text)
    {
        if (text is null)
        {
            Write(-1L);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        Write((long)length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    private void Write(DateOnly? day) => Write(day?.DayNumber);

    // 12.5 and 12.50 are one amount: compared without their trailing zeros.
    private void Write(decimal? number)
    {
        if (number is not { } value)
        {
            Write(-1L);
            return;
        }
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(Decimals.WithoutTrailingZeros(value), parts);
        foreach (var part in parts)
            BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), part);
    }

    private void Write(Guid id) => id.TryWriteBytes(Take(16));

    private void Write(long? number) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), number ?? -1);

    private Span<byte> Take(int length)
    {
        if (count + length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, count + length));
        count += length;
        return bytes.AsSpan(count - length, length);
    }
}
