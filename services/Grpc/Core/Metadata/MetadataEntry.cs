using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One header or trailer; a key that ends in -bin carries bytes, any other carries ASCII text.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

        private readonly string? text;
        private readonly byte[]? bytes;

        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalise(key);
            if (!IsBinary)
            {
                throw new ArgumentException(
                    $"The key of a binary value must end in {BinaryHeaderSuffix}.", nameof(key));
            }

            bytes = (byte[])valueBytes.Clone();
        }

        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalise(key);
            if (IsBinary)
            {
                throw new ArgumentException(
                    $"The key of a text value must not end in {BinaryHeaderSuffix}.", nameof(key));
            }

            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw new ArgumentException(
                    $"A text value is printable ASCII; other values go under a key ending in {BinaryHeaderSuffix}.",
                    nameof(value));
            }

            text = value;
        }

        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            this.text = text;
            this.bytes = bytes;
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public string Value => text ?? throw new InvalidOperationException($"{Key} carries bytes, not text.");

        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(text!) : (byte[])bytes.Clone();

        public override string ToString() =>
            text is null
                ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(bytes!)}]"
                : $"[Entry: key={Key}, value={text}]";

        // Values from the wire were checked by the HTTP layer and are not shared: no second check, no copy.
        internal static Entry FromWire(string key, string? text, byte[]? bytes) => new(key, text, bytes);

        internal ReadOnlySpan<byte> BytesToSend() => bytes;

        private static string Normalise(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            if (key.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                key = key.ToLowerInvariant();
                if (key.AsSpan().ContainsAnyExcept(KeyCharacters))
                {
                    throw new ArgumentException(
                        "A metadata key has lower-case letters, digits, dots, hyphens and underscores only.",
                        nameof(key));
                }
            }

            return key;
        }
    }
}
