using System.Buffers.Binary;
using System.Text;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Sdp;
using VirtualWindow.Rtc.Stun;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// Datagrams to the port of a node with one peer: STUN above all (RFC 8489), and whatever else RFC 7983 tells apart by the first byte.
/// "How" bit 0: signed with the peer's password, so that strange attributes get behind the integrity check. Bits 4–7: the sender.
/// </summary>
internal sealed class StunTarget : FuzzTarget
{
    public override string Name => "stun";

    public override void Run(byte[] input)
    {
        var around = new Surroundings();
        using var peer = around.Factory.TryAnswer(Surroundings.Offer("chromium-publish"), Deaf.Instance, around.Now, out _)!;
        _ = SdpParser.TryParse(peer.AnswerSdp, out var answer, out _);
        var password = answer.Media[0].Transport.Password ?? answer.Transport.Password!;
        foreach (var (how, datagram) in Conversation.Read(input))
        {
            ReadAll(datagram);
            var sent = (how & 1) != 0 ? Sign(datagram, peer.LocalUfrag, password) : datagram;
            around.Peers.Route(sent, PeerAddress.FromIPv4(0xC000_0201, (ushort)(40_000 + (how >> 4))), around.Now);
            around.Now += TimeSpan.FromMilliseconds(how);
        }

        around.Peers.Tick(around.Now);
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => FitLength(mutator.Change(one, another, Conversation.MaxDatagram), mutator));

    private static void ReadAll(ReadOnlySpan<byte> datagram)
    {
        if (StunMessage.TryParse(datagram, out var message) != StunFault.None) return;
        Span<ushort> unknown = stackalloc ushort[8];
        message.UnknownRequired(unknown);
        message.TryGetXorMappedAddress(out _);
        message.TryGetErrorCode(out _);
        message.VerifyIntegrity("password"u8);
        message.TryGet(StunAttributeType.Software, out _);
    }

    /// <summary>Most mutations break the length field, and nothing behind it would be read.</summary>
    private static byte[] FitLength(byte[] datagram, Mutator mutator)
    {
        if (datagram.Length >= StunMessage.HeaderLength && !mutator.OneIn(4))
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)((datagram.Length - StunMessage.HeaderLength) & ~3));
        return datagram;
    }

    /// <summary>The same attributes in a message that the peer believes.</summary>
    private static byte[] Sign(byte[] datagram, string ufrag, string password)
    {
        const int room = 900; // for what is added
        if (datagram.Length < StunMessage.HeaderLength) return datagram;
        var buffer = new byte[StunWriter.MaxLength];
        var writer = new StunWriter(buffer, (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(datagram), datagram.AsSpan(8, StunMessage.TransactionIdLength));
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(ufrag + ":peer"));
        for (var rest = datagram.AsSpan(StunMessage.HeaderLength); rest.Length >= 4 && writer.Length < room;)
        {
            var type = (StunAttributeType)BinaryPrimitives.ReadUInt16BigEndian(rest);
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) % 256, rest.Length - 4);
            if (type is not (StunAttributeType.MessageIntegrity or StunAttributeType.Fingerprint or StunAttributeType.Username)) writer.Add(type, rest.Slice(4, length));
            rest = rest[Math.Min(rest.Length, 4 + ((length + 3) & ~3))..];
        }

        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
