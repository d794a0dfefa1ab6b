using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Forwarding;

/// <summary>Publisher's payload type → subscriber's, by codec name and clock rate.</summary>
internal sealed class PayloadTypeMap
{
    /// <summary>The subscriber did not negotiate the codec.</summary>
    public const byte None = 0xFF;

    private readonly byte[] _target = new byte[128];

    public PayloadTypeMap(IReadOnlyList<NegotiatedCodec> publisher, IReadOnlyList<NegotiatedCodec> subscriber)
    {
        Array.Fill(_target, None);
        foreach (var codec in publisher)
        {
            var match = subscriber.FirstOrDefault(c => IsSame(c, codec) && c.Fmtp == codec.Fmtp) ?? subscriber.FirstOrDefault(c => IsSame(c, codec));
            if (match is not null) _target[codec.PayloadType & 0x7F] = match.PayloadType;
        }
    }

    public byte this[byte payloadType] => _target[payloadType];

    private static bool IsSame(NegotiatedCodec left, NegotiatedCodec right) =>
        left.ClockRate == right.ClockRate && string.Equals(left.Name, right.Name, StringComparison.OrdinalIgnoreCase);
}
