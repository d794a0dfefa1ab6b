using VirtualWindow.Fuzz.Engine;
using VirtualWindow.Rtc.Rtp;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>
/// SRTP and SRTCP (RFC 3711, RFC 7714) with both profiles. "How" bit 0: AES-CM instead of GCM; bit 1: SRTCP; bit 2: protected by the
/// other side first, so that it has to come out as it went in.
/// </summary>
internal sealed class SrtpTarget : FuzzTarget
{
    private const int MaxInbound = 1500;

    public override string Name => "srtp";

    public override void Run(byte[] input)
    {
        using var gcm = new Pair(SrtpProfile.AeadAes128Gcm);
        using var counter = new Pair(SrtpProfile.Aes128CmHmacSha1Tag80);
        foreach (var (how, packet) in Conversation.Read(input))
        {
            var pair = (how & 1) != 0 ? counter : gcm;
            if (packet.Length < 12) continue; // the peer drops these before
            var bytes = (how & 4) != 0 ? pair.Protect(packet, isRtcp: (how & 2) != 0) : packet;
            if (bytes is null) continue;
            var buffer = new byte[MaxInbound + 64];
            bytes.CopyTo(buffer, 0);
            var length = (how & 2) != 0 ? pair.Server.UnprotectRtcp(buffer.AsSpan(0, bytes.Length)) : pair.Server.UnprotectRtp(buffer.AsSpan(0, bytes.Length));
            if (length > bytes.Length) throw new InvalidOperationException("More came out than went in.");
            if ((how & 4) != 0 && length >= 0 && !buffer.AsSpan(0, length).SequenceEqual(packet)) throw new InvalidOperationException("Something else came out.");
        }
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) =>
        Conversation.Mutate(input, other, mutator, (one, another) => mutator.Change(one, another, Conversation.MaxDatagram));

    private sealed class Pair(SrtpProfile profile) : IDisposable
    {
        private readonly SrtpContext _client = SrtpContext.Create(profile, KeyingMaterial(profile), isServer: false);

        public SrtpContext Server { get; } = SrtpContext.Create(profile, KeyingMaterial(profile), isServer: true);

        public byte[]? Protect(byte[] packet, bool isRtcp)
        {
            var room = new byte[packet.Length + 64];
            if (isRtcp) return room[.._client.ProtectRtcp(packet, room)];
            if (!RtpHeader.TryParse(packet, out var header)) return null;
            var length = _client.ProtectRtp(packet.AsSpan(0, header.Length), packet.AsSpan(header.Length), room);
            return length < 0 ? null : room[..length];
        }

        public void Dispose()
        {
            _client.Dispose();
            Server.Dispose();
        }

        private static byte[] KeyingMaterial(SrtpProfile profile) => [.. Enumerable.Range(1, profile.KeyingMaterialLength()).Select(i => (byte)i)];
    }
}
