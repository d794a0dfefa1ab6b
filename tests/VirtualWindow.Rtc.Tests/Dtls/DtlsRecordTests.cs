using VirtualWindow.Rtc.Dtls;

namespace VirtualWindow.Rtc.Tests.Dtls;

/// <summary>What is seen of a record before any library reads it (RFC 6347 §4.1, §4.2.2).</summary>
public sealed class DtlsRecordTests
{
    private const byte Certificate = 11;
    private const byte ClientKeyExchange = 16;

    [Theory]
    [InlineData("000003 000000", 6, 0, true)] // one empty certificate: refused further in
    [InlineData("000000", 3, 0, true)]
    [InlineData("000007 000004 01020304", 10, 0, true)]
    [InlineData("000007 000004 0102", 10, 0, true)] // the rest in another fragment
    [InlineData("0102", 10, 8, true)]
    [InlineData("FFFFFF 000004 01020304", 10, 0, false)]
    [InlineData("000007 FFFFFF 01020304", 10, 0, false)]
    [InlineData("0000", 10, 0, false)] // the length itself in pieces
    [InlineData("FFFF 000004 01020304", 10, 1, false)]
    [InlineData("000008 000004 01020304", 10, 0, false)]
    public void A_certificate_may_not_promise_more_than_its_message_holds(string fragment, int total, int offset, bool fits)
    {
        var bytes = Convert.FromHexString(fragment.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(fits, DtlsRecord.IsWellFormed(Record(Certificate, total, offset, bytes)));
        Assert.True(DtlsRecord.IsWellFormed(Record(ClientKeyExchange, total, offset, bytes)));
        Assert.Equal(fits, DtlsRecord.IsWellFormed([.. Record(ClientKeyExchange, 1, 0, [9]), .. Record(Certificate, total, offset, bytes)]));
    }

    [Fact]
    public void Every_message_of_a_record_is_looked_at()
    {
        var first = Record(ClientKeyExchange, 1, 0, [9]);
        var second = Record(Certificate, 10, 0, Convert.FromHexString("FFFFFF00000401020304"))[DtlsRecord.HeaderLength..];
        var together = (byte[])[.. first, .. second];
        together[12] = (byte)(together.Length - DtlsRecord.HeaderLength);
        Assert.False(DtlsRecord.IsWellFormed(together));
    }

    private static byte[] Record(byte type, int total, int offset, byte[] fragment) =>
    [
        22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(12 + fragment.Length),
        type, .. UInt24(total), 0, 1, .. UInt24(offset), .. UInt24(fragment.Length), .. fragment,
    ];

    private static byte[] UInt24(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
