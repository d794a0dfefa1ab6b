using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VirtualWindow.Rtc.Srtp;

/// <summary>Counter mode over the platform's AES, 32 blocks a call: for machines without AES-NI.</summary>
internal sealed class PortableAesCounter : AesCounter128
{
    private const int BlockLength = 16;
    private const int ChunkLength = 32 * BlockLength;

    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _keyStream = new byte[ChunkLength];

    private PortableAesCounter(byte[] key) => _aes.SetKey(key);

    public static AesCounter128 Create(byte[] key) => new PortableAesCounter(key);

    public override void Transform(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var number = BinaryPrimitives.ReadUInt32BigEndian(counter[12..]);
        for (var done = 0; done < input.Length; done += ChunkLength)
        {
            var chunk = Math.Min(ChunkLength, input.Length - done);
            for (var block = 0; block < chunk; block += BlockLength)
            {
                counter[..12].CopyTo(_keyStream.AsSpan(block));
                BinaryPrimitives.WriteUInt32BigEndian(_keyStream.AsSpan(block + 12), number++);
            }

            var whole = (chunk + BlockLength - 1) / BlockLength * BlockLength;
            _aes.EncryptEcb(_keyStream.AsSpan(0, whole), _keyStream.AsSpan(0, whole), PaddingMode.None);
            for (var i = 0; i < chunk; i++) output[done + i] = (byte)(input[done + i] ^ _keyStream[i]);
        }
    }

    public override void Dispose() => _aes.Dispose();
}
