using System.Diagnostics;
using VirtualWindow.Rtc.Srtp;

namespace VirtualWindow.Benchmarks.Media;

/// <summary>Command <c>srtp</c>: nanoseconds to protect and to unprotect one packet of 1200 bytes, ours against the platform's cryptography.</summary>
internal static class SrtpBenchmark
{
    private const int PacketLength = 1200;
    private const int HeaderLength = 12;
    private const int Packets = 256;
    private const int Capacity = 1300;

    public static void Run(TextWriter output)
    {
        output.WriteLine("| profile | cryptography | protect, ns | unprotect, ns |");
        output.WriteLine("|---|---|---:|---:|");
        foreach (var profile in new[] { SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmHmacSha1Tag80 })
        {
            Measure(output, profile, "ours", SrtpCiphers.Create);
            Measure(output, profile, "platform", SrtpCiphers.CreatePortable);
        }
    }

    private static void Measure(TextWriter output, SrtpProfile profile, string name, CipherFactory create)
    {
        var material = new byte[profile.KeyingMaterialLength()];
        new Random(1).NextBytes(material);
        SrtpCipher Cipher() => create(profile, material.AsSpan(0, 16), material.AsSpan(32, profile.SaltLength()));
        using var sender = SrtpContext.Create(profile, Cipher(), Cipher());
        using var receiver = SrtpContext.Create(profile, Cipher(), Cipher());

        var wire = GC.AllocateArray<byte>(Packets * Capacity, pinned: true);
        var packet = new byte[PacketLength];
        packet[0] = 0x80;
        var sequence = 0;
        var (protect, unprotect) = (double.MaxValue, double.MaxValue);
        // Unprotecting consumes its input, so that each round does both and times them apart.
        int Round()
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Packets; i++) Protect(sender, packet, ++sequence, wire.AsSpan(i * Capacity, Capacity));
            protect = Math.Min(protect, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Packets);
            started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Packets; i++) Unprotect(receiver, wire.AsSpan(i * Capacity, PacketLength + profile.TagLength()));
            unprotect = Math.Min(unprotect, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Packets);
            return Packets;
        }

        Timing.WarmUp(Round);
        for (var i = 0; i < 300; i++) Round();
        output.WriteLine($"| {profile} | {name} | {protect:F0} | {unprotect:F0} |");
    }

    private static void Protect(SrtpContext sender, byte[] packet, int sequence, Span<byte> wire)
    {
        packet[2] = (byte)(sequence >> 8);
        packet[3] = (byte)sequence;
        if (sender.ProtectRtp(packet.AsSpan(0, HeaderLength), packet.AsSpan(HeaderLength), wire) < 0) throw new InvalidOperationException("refused");
    }

    private static void Unprotect(SrtpContext receiver, Span<byte> wire)
    {
        if (receiver.UnprotectRtp(wire) < 0) throw new InvalidOperationException("refused");
    }

    private delegate SrtpCipher CipherFactory(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt);
}
