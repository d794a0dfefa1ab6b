using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>Writes down what an association tells; releases each message at once unless told not to.</summary>
internal sealed class SctpRecorder : ISctpUser
{
    public SctpAssociation? Association { get; set; }

    public bool Holds { get; set; }

    public int Held { get; private set; }

    public List<(ushort Stream, uint Protocol, byte[] Bytes)> Messages { get; } = [];

    /// <summary>Called instead of keeping the message.</summary>
    public Action<ushort, ReadOnlySpan<byte>>? OnMessage { get; set; }

    public List<ushort> IncomingResets { get; } = [];

    public List<ushort> OutgoingResets { get; } = [];

    public List<ushort> Drained { get; } = [];

    public List<SctpCloseReason> Closed { get; } = [];

    public void ReleaseAll()
    {
        Association!.Release(Held);
        Held = 0;
    }

    void ISctpUser.OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message, MediaTime now)
    {
        if (OnMessage is null) Messages.Add((stream, protocol, message.ToArray()));
        else OnMessage(stream, message);
        if (Holds) Held += message.Length;
        else Association!.Release(message.Length);
    }

    void ISctpUser.OnDrained(ushort stream, MediaTime now) => Drained.Add(stream);

    void ISctpUser.OnClosed(SctpCloseReason reason, MediaTime now) => Closed.Add(reason);

    void IStreamResetUser.OnIncomingReset(ushort stream) => IncomingResets.Add(stream);

    void IStreamResetUser.OnOutgoingReset(ushort stream) => OutgoingResets.Add(stream);
}
