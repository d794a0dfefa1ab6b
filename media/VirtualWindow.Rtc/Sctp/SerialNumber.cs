namespace VirtualWindow.Rtc.Sctp;

/// <summary>Serial number arithmetic (RFC 1982) for TSNs, request numbers (32 bit) and stream sequence numbers (16 bit), RFC 9260 §1.6.</summary>
internal static class SerialNumber
{
    public static bool IsBefore(uint left, uint right) => (int)(left - right) < 0;

    public static bool IsBefore(ushort left, ushort right) => (short)(left - right) < 0;
}
