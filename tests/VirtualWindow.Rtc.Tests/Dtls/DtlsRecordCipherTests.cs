using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.Rtc.Tests.Dtls;

public class DtlsRecordCipherTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Each_side_reads_what_the_other_wrote_and_nothing_twice(int keyLength)
    {
        var (client, server) = Pair(keyLength);
        Assert.False(server.HasReceived);
        for (var i = 0; i < 700; i++)
        {
            var content = new byte[i];
            new Random(i).NextBytes(content);
            var record = Protect(client, content);
            Assert.True(DtlsRecord.IsWellFormed(record) && DtlsRecord.IsApplicationData(record));
            var replay = (byte[])record.Clone();
            Assert.True(server.TryUnprotect(record, out var plain));
            Assert.Equal(content, plain.ToArray());
            Assert.False(server.TryUnprotect(replay, out _));
        }
        Assert.True(server.HasReceived);
        Assert.False(server.TryUnprotect(Protect(server, [1, 2, 3]), out _)); // its own
    }

    [Fact]
    public void Any_changed_bit_is_refused_and_changes_nothing()
    {
        var (client, server) = Pair(16);
        var record = Protect(client, [1, 2, 3, 4]);
        for (var bit = 0; bit < record.Length * 8; bit++)
        {
            if (bit / 8 is 11 or 12) continue; // the length, checked before
            var changed = (byte[])record.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(server.TryUnprotect(changed, out _));
        }
        Assert.True(server.TryUnprotect(record, out _));
    }

    private static (DtlsRecordCipher Client, DtlsRecordCipher Server) Pair(int keyLength)
    {
        var block = new byte[DtlsRecordKeys.BlockLength(keyLength)];
        new Random(1).NextBytes(block);
        return (new(new((byte[])block.Clone(), keyLength), isServer: false, firstSequence: 5), new(new(block, keyLength), isServer: true));
    }

    private static byte[] Protect(DtlsRecordCipher cipher, byte[] content)
    {
        var record = new byte[content.Length + DtlsRecordCipher.Overhead];
        Assert.Equal(record.Length, cipher.Protect(DtlsRecordCipher.ApplicationData, content, record));
        return record;
    }
}
