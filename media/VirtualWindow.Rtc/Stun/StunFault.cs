namespace VirtualWindow.Rtc.Stun;

/// <summary>Why bytes are not a STUN message.</summary>
public enum StunFault
{
    None,
    /// <summary>Shorter than the 20-byte header, or the first two bits are not zero, or the magic cookie is missing.</summary>
    NotStun,
    /// <summary>The length field is not a multiple of four or disagrees with the datagram (RFC 8489 §5).</summary>
    BadLength,
    /// <summary>An attribute reaches beyond the message or has a length its type forbids.</summary>
    BadAttribute,
    /// <summary>FINGERPRINT does not match or is not last (RFC 8489 §14.7).</summary>
    BadFingerprint,
}
