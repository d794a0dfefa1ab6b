namespace VirtualWindow.Sfu.Recording;

/// <summary>What the first byte of an Opus packet says (RFC 6716 §3.1, table 2).</summary>
internal static class OpusPacket
{
    private static ReadOnlySpan<ushort> TenthsOfMilliseconds =>
    [
        100, 200, 400, 600, 100, 200, 400, 600, 100, 200, 400, 600, // SILK
        100, 200, 100, 200, // hybrid
        25, 50, 100, 200, 25, 50, 100, 200, 25, 50, 100, 200, 25, 50, 100, 200, // CELT
    ];

    /// <summary>Microseconds of sound in the packet.</summary>
    public static int Duration(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty) return 0;
        var frames = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length > 1 ? packet[1] & 0x3F : 0,
        };
        return frames * TenthsOfMilliseconds[packet[0] >> 3] * 100;
    }
}
