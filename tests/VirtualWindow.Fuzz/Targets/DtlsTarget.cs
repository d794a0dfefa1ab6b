using System.Buffers.Binary;
using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Dtls;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// DTLS records at our glue around BouncyCastle (RFC 6347): record checks, queue, handshake thread, alerts. A handshake runs when the
/// datagrams that it may read are there; "how" bit 0 starts it before the end.
/// </summary>
internal sealed class DtlsTarget : FuzzTarget
{
    private const int HeaderLength = 13;

    public override string Name => "dtls";

    /// <summary>One handshake's objects and buffers in the library.</summary>
    public override long MaxAllocatedBytes => 4 << 20;

    public override void Run(byte[] input)
    {
        var around = new Surroundings();
        var owner = new Owner();
        var endpoint = new DtlsEndpoint(Surroundings.Identity, new byte[32], Surroundings.Options, around, owner);
        foreach (var (how, datagram) in Conversation.Read(input))
        {
            endpoint.Receive(datagram, around.Now);
            if ((how & 1) != 0) around.RunHandshake();
            around.Now += TimeSpan.FromMilliseconds(how >> 1);
        }

        around.RunHandshake();
        endpoint.Close();
        if (owner.Connected) throw new InvalidOperationException("Connected with a certificate that nobody announced.");
        if (owner.Ended > 1) throw new InvalidOperationException($"Ended {owner.Ended} times.");
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => FitLengths(mutator.Change(one, another, Conversation.MaxDatagram), mutator));

    /// <summary>Records follow one another to the end; anything else is dropped at the first look.</summary>
    private static byte[] FitLengths(byte[] datagram, Mutator mutator)
    {
        if (mutator.OneIn(4)) return datagram;
        for (var at = 0; at + HeaderLength <= datagram.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(at + 11));
            var left = datagram.Length - at - HeaderLength;
            if (length > left || left - length is > 0 and < HeaderLength) BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(at + 11), (ushort)left);
            at += HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(at + 11));
        }

        return datagram;
    }

    private sealed class Owner : IDtlsOwner
    {
        public bool Connected { get; private set; }

        public int Ended { get; private set; }

        public void SendDtls(ReadOnlySpan<byte> datagram)
        {
            if (datagram.Length > Surroundings.Options.DtlsDatagramLimit) throw new InvalidOperationException($"A datagram of {datagram.Length} bytes.");
        }

        public void OnHandshakeDone(SrtpProfile profile, byte[] keyingMaterial, MediaTime now) => Connected = true;

        public DropReason OnApplicationData(ReadOnlySpan<byte> data, MediaTime now) => throw new InvalidOperationException("Application data before a handshake.");

        public void OnDtlsClosed(PeerCloseReason reason, MediaTime now) => Ended++;
    }
}
