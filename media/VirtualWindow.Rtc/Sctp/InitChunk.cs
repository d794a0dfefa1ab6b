using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// INIT and the fixed part of INIT ACK (RFC 9260 §3.3.2).
/// <code>
/// | initiate tag (32) | a_rwnd (32) | outbound streams (16) | inbound streams (16) | initial TSN (32) | parameters …
/// </code>
/// </summary>
internal readonly ref struct InitChunk
{
    public const int FixedLength = 16;

    private InitChunk(ReadOnlySpan<byte> value)
    {
        InitiateTag = BinaryPrimitives.ReadUInt32BigEndian(value);
        ReceiveWindow = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
        OutboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[8..]);
        InboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[10..]);
        InitialTsn = BinaryPrimitives.ReadUInt32BigEndian(value[12..]);
        Parameters = value[FixedLength..];
    }

    public uint InitiateTag { get; }

    public uint ReceiveWindow { get; }

    public ushort OutboundStreams { get; }

    public ushort InboundStreams { get; }

    public uint InitialTsn { get; }

    public ReadOnlySpan<byte> Parameters { get; }

    /// <returns>False when truncated, or a value that must not be zero is (RFC 9260 §3.3.2).</returns>
    public static bool TryParse(ReadOnlySpan<byte> value, out InitChunk init)
    {
        init = default;
        if (value.Length < FixedLength) return false;
        init = new(value);
        return init is { InitiateTag: not 0, OutboundStreams: not 0, InboundStreams: not 0 };
    }

    /// <summary>Reads the parameters; unknown ones follow their highest bits (RFC 9260 §3.2.1).</summary>
    /// <param name="unrecognized">Parameters to report, header included; may stay empty.</param>
    /// <returns>False when malformed, or one says that the chunk is not to be processed without being known.</returns>
    public bool TryReadExtensions(List<byte[]> unrecognized, out SctpExtensions extensions)
    {
        extensions = SctpExtensions.None;
        var reader = new ParameterReader(Parameters);
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case SctpParameter.ForwardTsnSupported: extensions |= SctpExtensions.ForwardTsn; break;
                case SctpParameter.SupportedExtensions when reader.Value.Contains((byte)SctpChunkType.ReConfig): extensions |= SctpExtensions.ReConfig; break;
                case SctpParameter.SupportedExtensions or SctpParameter.Ipv4Address or SctpParameter.Ipv6Address
                    or SctpParameter.CookiePreservative or SctpParameter.SupportedAddressTypes or SctpParameter.StateCookie: break;
                default:
                    if ((reader.Type & SctpParameter.ReportWhenUnknown) != 0 && unrecognized.Count < 4) unrecognized.Add(reader.Whole.ToArray());
                    if ((reader.Type & SctpParameter.SkipWhenUnknown) == 0) return false;
                    break;
            }
        }
        return !reader.IsMalformed;
    }
}

/// <summary>What the other side can beyond RFC 9260.</summary>
[Flags]
internal enum SctpExtensions : byte
{
    None = 0,
    /// <summary>Partial reliability (RFC 3758).</summary>
    ForwardTsn = 1,
    /// <summary>Stream reset (RFC 6525).</summary>
    ReConfig = 2,
}

/// <summary>Parameter types (RFC 9260 §3.3, RFC 3758 §3.1, RFC 5061 §4.2.7).</summary>
internal static class SctpParameter
{
    public const ushort Ipv4Address = 5;
    public const ushort Ipv6Address = 6;
    public const ushort StateCookie = 7;
    public const ushort UnrecognizedParameter = 8;
    public const ushort CookiePreservative = 9;
    public const ushort SupportedAddressTypes = 12;
    public const ushort SupportedExtensions = 0x8008;
    public const ushort ForwardTsnSupported = 0xC000;

    public const ushort SkipWhenUnknown = 0x8000;
    public const ushort ReportWhenUnknown = 0x4000;
}
