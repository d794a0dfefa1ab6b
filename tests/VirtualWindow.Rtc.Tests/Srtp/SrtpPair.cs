using System.Buffers.Binary;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Rtc.Tests.Srtp;

/// <summary>Both ends of one DTLS-SRTP association.</summary>
internal sealed class SrtpPair : IDisposable
{
    public const uint Ssrc = 0xCAFEBABE;

    public SrtpPair(SrtpProfile profile)
    {
        var material = new byte[profile.KeyingMaterialLength()];
        new Random(5764).NextBytes(material);
        Client = SrtpContext.Create(profile, material, isServer: false);
        Server = SrtpContext.Create(profile, material, isServer: true);
        Profile = profile;
    }

    public SrtpProfile Profile { get; }

    public SrtpContext Client { get; }

    public SrtpContext Server { get; }

    public static byte[] Header(int sequence, uint ssrc = Ssrc)
    {
        var header = new byte[12];
        header[0] = 0x80;
        header[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), ssrc);
        return header;
    }

    public static byte[] Payload(int sequence) => [(byte)sequence, (byte)(sequence >> 8), 3, 4, 5];

    /// <summary>What the client sends.</summary>
    public byte[] Protect(int sequence, uint ssrc = Ssrc)
    {
        var packet = new byte[12 + 5 + Profile.TagLength()];
        Assert.Equal(packet.Length, Client.ProtectRtp(Header(sequence, ssrc), Payload(sequence), packet));
        return packet;
    }

    /// <summary>True when the server accepts it with the right content.</summary>
    public bool Accepts(byte[] packet)
    {
        var copy = packet.ToArray();
        var length = Server.UnprotectRtp(copy);
        if (length < 0) return false;
        Assert.Equal(17, length);
        Assert.Equal(Payload(BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(2))), copy[12..17]);
        return true;
    }

    public byte[] ProtectRtcp(uint ssrc = Ssrc)
    {
        byte[] compound = [0x80, 201, 0, 1, 0, 0, 0, 0, .. new byte[4]];
        compound[3] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(compound.AsSpan(4), ssrc);
        var packet = new byte[compound.Length + Profile.TagLength() + 4];
        Assert.Equal(packet.Length, Client.ProtectRtcp(compound, packet));
        return packet;
    }

    public bool AcceptsRtcp(byte[] packet) => Server.UnprotectRtcp(packet.ToArray()) >= 0;

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
