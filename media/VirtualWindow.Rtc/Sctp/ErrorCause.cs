namespace VirtualWindow.Rtc.Sctp;

/// <summary>Causes in ERROR and ABORT (RFC 9260 §3.3.10).</summary>
internal static class ErrorCause
{
    public const ushort InvalidStream = 1;
    public const ushort StaleCookie = 3;
    public const ushort UnrecognizedChunk = 6;
    public const ushort NoUserData = 9;
    public const ushort UserInitiatedAbort = 12;
    public const ushort ProtocolViolation = 13;
}
