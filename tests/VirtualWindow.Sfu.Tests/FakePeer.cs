using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests;

/// <summary>A peer without a network: keeps what it was told to send.</summary>
internal sealed class FakePeer(IPeerHandler handler, IReadOnlyList<NegotiatedMedia> media, MediaTime now) : IPeer
{
    public List<SentRtp> Rtp { get; } = [];

    public List<byte[]> Rtcp { get; } = [];

    public int RtpCount { get; private set; }

    /// <summary>Sees every packet that is sent, for simulated links.</summary>
    public WirePacket? Wire { get; set; }

    /// <summary>Off for allocation tests: then only counts.</summary>
    public bool Records { get; set; } = true;

    public PeerState State { get; private set; } = PeerState.Connecting;

    public MediaTime LastHeard { get; set; } = now;

    public string AnswerSdp => "v=0";

    public IReadOnlyList<NegotiatedMedia> Media { get; } = media;

    public IPeerHandler Handler { get; } = handler;

    public void Connect(MediaTime at)
    {
        State = PeerState.Connected;
        LastHeard = at;
        Handler.OnConnected(this, at);
    }

    public string? TryRestartIce(string description, out string? reason)
    {
        reason = null;
        return AnswerSdp;
    }

    public void SendRtp(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        if (State != PeerState.Connected) return;
        RtpCount++;
        Wire?.Invoke(header, payload);
        if (Records) Rtp.Add(SentRtp.From(header, payload));
    }

    public delegate void WirePacket(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload);

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (State == PeerState.Connected) Rtcp.Add(compound.ToArray());
    }

    public void Close(PeerCloseReason reason)
    {
        if (State == PeerState.Closed) return;
        State = PeerState.Closed;
        Handler.OnClosed(this, reason, LastHeard);
    }

    public void Dispose()
    {
    }
}

internal sealed record SentRtp(byte[] Header, byte[] Payload, RtpHeader Parsed)
{
    public byte[] Bytes => [.. Header, .. Payload];

    public static SentRtp From(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        byte[] whole = [.. header, .. payload];
        Assert.True(RtpHeader.TryParse(whole, out var parsed));
        Assert.Equal(header.Length, parsed.Length);
        return new SentRtp(header.ToArray(), payload.ToArray(), parsed);
    }
}
