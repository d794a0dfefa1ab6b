using System.Security.Cryptography;
using System.Text;

namespace VirtualWindow.Rtc.Tests.Stun;

/// <summary>The test vectors of RFC 5769, byte for byte.</summary>
internal static class Rfc5769
{
    public static readonly byte[] Password = "VOkJxbRl1RmTxUk/WvJxBt"u8.ToArray();

    /// <summary>§2.1: SOFTWARE, PRIORITY, ICE-CONTROLLED, USERNAME "evtj:h6vY", MESSAGE-INTEGRITY, FINGERPRINT.</summary>
    public static readonly byte[] Request = Bytes(
        """
        000100582112a442b7e7a701bc34d686fa87dfae
        802200105354554e207465737420636c69656e74
        002400046e0001ff
        80290008932ff9b151263b36
        0006000965767 46a3a68367659202020
        000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
        80280004e57a3bcf
        """);

    /// <summary>§2.2: XOR-MAPPED-ADDRESS 192.0.2.1:32853.</summary>
    public static readonly byte[] ResponseIPv4 = Bytes(
        """
        0101003c2112a442b7e7a701bc34d686fa87dfae
        8022000b7465737420766563746f7220
        002000080001a147e112a643
        000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7
        80280004c07d4c96
        """);

    /// <summary>§2.3: XOR-MAPPED-ADDRESS [2001:db8:1234:5678:11:2233:4455:6677]:32853.</summary>
    public static readonly byte[] ResponseIPv6 = Bytes(
        """
        010100482112a442b7e7a701bc34d686fa87dfae
        8022000b7465737420766563746f7220
        002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
        00080014a382954e4be67bf11784c97c8292c275bfe3ed41
        80280004c8fb0b4c
        """);

    /// <summary>§2.4: long-term credentials, no FINGERPRINT.</summary>
    public static readonly byte[] LongTermRequest = Bytes(
        """
        000100602112a44278ad3433c6ad72c029da412e
        00060012e3839ee38388e383aae38383e382afe382b90000
        0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473 41
        0014000b6578616d706c652e6f726700
        00080014f67024656dd64a3e02b8e0712e85c9a28ca89666
        """);

    /// <summary>MD5(username ":" realm ":" password); the password is "TheMatrIX" after SASLprep.</summary>
#pragma warning disable CA5351 // the RFC's own derivation
    public static readonly byte[] LongTermKey = MD5.HashData(Encoding.UTF8.GetBytes("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9:example.org:TheMatrIX"));
#pragma warning restore CA5351

    public static TheoryData<string, byte[]> All => new()
    {
        { "2.1", Request },
        { "2.2", ResponseIPv4 },
        { "2.3", ResponseIPv6 },
        { "2.4", LongTermRequest },
    };

    private static byte[] Bytes(string hex) => Convert.FromHexString(string.Concat(hex.Where(c => !char.IsWhiteSpace(c))));
}
