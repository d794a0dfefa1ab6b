namespace VirtualWindow.Rtc.Rtcp;

/// <summary>Why the rest of a compound was dropped.</summary>
public enum RtcpFault
{
    None,
    TooShort,
    BadVersion,
    LengthBeyondEnd,
    BadPadding,
}
