using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Rtp;

/// <summary>
/// VP8 payload descriptor (RFC 7741 §4.2) and the key frame bit of the payload header (§4.3).
/// <code>
///  0 1 2 3 4 5 6 7
/// |X|R|N|S|R| PID |
/// |I|L|T|K| RSV   |  (X)
/// |M| PictureID   |  (I; M: 15 bits)
/// |   TL0PICIDX   |  (L)
/// |TID|Y| KEYIDX  |  (T or K)
/// </code>
/// </summary>
/// <param name="Length">Bytes of the descriptor.</param>
/// <param name="StartsKeyFrame">First packet of a key frame: nothing before it is needed to decode.</param>
/// <param name="PictureId">7 or 15 bits, -1 when absent.</param>
/// <param name="PictureIdBits">7, 15, or 0 when absent.</param>
/// <param name="Tl0PictureIndex">-1 when absent.</param>
/// <param name="TemporalLayer">-1 when absent.</param>
/// <param name="LayerSync">Y: depends on the base layer only, so that a receiver of fewer layers may begin here to take this one.</param>
public readonly record struct Vp8Descriptor(
    int Length, bool StartsFrame, bool StartsKeyFrame, int PictureId, int PictureIdBits, int Tl0PictureIndex, int TemporalLayer, bool LayerSync)
{
    /// <summary>The picture id, when there is one, is always the third byte.</summary>
    private const int PictureIdOffset = 2;

    private const byte Extended = 0x80;
    private const byte StartOfPartition = 0x10;
    private const byte PartitionMask = 0x07;
    private const byte HasPictureId = 0x80;
    private const byte HasTl0PictureIndex = 0x40;
    private const byte HasTemporalLayer = 0x20;
    private const byte HasKeyIndex = 0x10;
    private const byte LongPictureId = 0x80;
    private const byte InterFrame = 0x01;
    private const byte SyncBit = 0x20;

    /// <param name="payload">RTP payload without padding.</param>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty) return false;
        var fields = new Fields { Length = 1 };
        if ((payload[0] & Extended) != 0 && !fields.TryReadExtension(payload)) return false;

        var startsFrame = (payload[0] & StartOfPartition) != 0 && (payload[0] & PartitionMask) == 0;
        var startsKeyFrame = startsFrame && payload.Length > fields.Length && (payload[fields.Length] & InterFrame) == 0;
        descriptor = new(fields.Length, startsFrame, startsKeyFrame, fields.PictureId, fields.PictureIdBits, fields.Tl0PictureIndex, fields.TemporalLayer, fields.LayerSync);
        return true;
    }

    /// <summary>Width and height of a key frame (RFC 6386 §9.1); false when its header is not all in this packet.</summary>
    /// <param name="payload">RTP payload that <see cref="StartsKeyFrame"/>.</param>
    public bool TryReadSize(ReadOnlySpan<byte> payload, out int width, out int height)
    {
        const int frameTag = 3;
        ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
        (width, height) = (0, 0);
        if (!StartsKeyFrame || payload.Length < Length + frameTag + 7) return false;
        var frame = payload[(Length + frameTag)..];
        if (!frame.StartsWith(startCode)) return false;
        // The upper two bits of each are a scale for the renderer.
        width = BinaryPrimitives.ReadUInt16LittleEndian(frame[3..]) & 0x3FFF;
        height = BinaryPrimitives.ReadUInt16LittleEndian(frame[5..]) & 0x3FFF;
        return true;
    }

    /// <summary>Puts other numbers into a payload whose descriptor has both widths as parsed; the rest stays.</summary>
    /// <param name="pictureIdBits">7 or 15.</param>
    /// <param name="tl0PictureIndex">Negative when the descriptor has none.</param>
    public static void WriteNumbers(Span<byte> payload, int pictureIdBits, int pictureId, int tl0PictureIndex)
    {
        var at = PictureIdOffset;
        if (pictureIdBits > 7) payload[at++] = (byte)(LongPictureId | (pictureId >> 8));
        payload[at++] = (byte)(pictureIdBits > 7 ? pictureId : pictureId & 0x7F);
        if (tl0PictureIndex >= 0) payload[at] = (byte)tl0PictureIndex;
    }

    private struct Fields()
    {
        public int Length;
        public int PictureId = -1;
        public int PictureIdBits;
        public int Tl0PictureIndex = -1;
        public int TemporalLayer = -1;
        public bool LayerSync;

        public bool TryReadExtension(ReadOnlySpan<byte> payload)
        {
            if (payload.Length < 2) return false;
            var flags = payload[1];
            Length = 2;
            if ((flags & HasPictureId) != 0 && !TryReadPictureId(payload)) return false;
            if ((flags & HasTl0PictureIndex) != 0)
            {
                if (payload.Length <= Length) return false;
                Tl0PictureIndex = payload[Length++];
            }

            if ((flags & (HasTemporalLayer | HasKeyIndex)) == 0) return true;
            if (payload.Length <= Length) return false;
            var layer = payload[Length++];
            if ((flags & HasTemporalLayer) == 0) return true;
            TemporalLayer = layer >> 6;
            LayerSync = (layer & SyncBit) != 0;
            return true;
        }

        private bool TryReadPictureId(ReadOnlySpan<byte> payload)
        {
            if (payload.Length <= Length) return false;
            if ((payload[Length] & LongPictureId) == 0)
            {
                PictureId = payload[Length++];
                PictureIdBits = 7;
                return true;
            }

            if (payload.Length < Length + 2) return false;
            PictureId = BinaryPrimitives.ReadUInt16BigEndian(payload[Length..]) & 0x7FFF;
            PictureIdBits = 15;
            Length += 2;
            return true;
        }
    }
}
