using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Rtc.Ice;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Rtc;

/// <summary>What both sides of one connection have agreed on so far, and how the server's side of it is written down.</summary>
internal sealed class PeerNegotiation(PeerSurroundings surroundings, NegotiatedSession session)
{
    /// <summary>62 random bits (RFC 8829 §5.2.1 asks for at most 63).</summary>
    private readonly ulong _sessionId = (ulong)RandomNumberGenerator.GetInt32(int.MaxValue) << 31 | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    private int _version;

    public NegotiatedSession Session { get; private set; } = session;

    /// <summary>The line of data channels, if there is one.</summary>
    public NegotiatedData? Data => Session.Lines.Select(line => line.Data).FirstOrDefault(data => data is not null);

    /// <summary>The lines that carry something, in order.</summary>
    public IReadOnlyList<NegotiatedMedia> Media { get; private set; } = ServedLines(session);

    public string WriteAnswer(IceCredentials ice) => AnswerWriter.Write(Session, Transport(ice));

    /// <param name="lines">As many as before or more: m-lines are never taken away (RFC 3264 §8).</param>
    public string WriteOffer(IReadOnlyList<NegotiatedLine> lines, IceCredentials ice) =>
        AnswerWriter.Write(Session with { Lines = lines }, Transport(ice) with { Setup = "actpass" });

    public void Agree(NegotiatedSession agreed)
    {
        Session = agreed;
        Media = ServedLines(agreed);
    }

    /// <summary>Answers an offer, or a fragment of one, that brings nothing but new ICE credentials.</summary>
    public string? TryRestart(string description, string formerUfrag, IceCredentials local, out string remoteUfrag, out string? reason) =>
        description.StartsWith("v=", StringComparison.Ordinal)
            ? TryRestartByOffer(description, formerUfrag, local, out remoteUfrag, out reason)
            : TryRestartByFragment(description, formerUfrag, local, out remoteUfrag, out reason);

    private string? TryRestartByOffer(string offerSdp, string formerUfrag, IceCredentials local, out string remoteUfrag, out string? reason)
    {
        remoteUfrag = "";
        if (!SdpParser.TryParse(offerSdp, out var offer, out reason)) return null;
        var renewed = OfferNegotiation.TryNegotiate(offer, surroundings.Options.AcceptRtx, static () => 1, out reason);
        if (renewed is null) return null;
        reason = !IsSameConnection(renewed) ? SdpRefusal.Changed : renewed.RemoteUfrag == formerUfrag ? SdpRefusal.NoRestart : null;
        if (reason is not null) return null;
        remoteUfrag = renewed.RemoteUfrag;
        return WriteAnswer(local);
    }

    private string? TryRestartByFragment(string text, string formerUfrag, IceCredentials local, out string remoteUfrag, out string? reason)
    {
        remoteUfrag = "";
        reason = SdpRefusal.NoIce;
        if (!SdpFragment.TryParse(text, out var fragment) || !IceCredentials.IsValid(fragment.Ufrag, fragment.Password)) return null;
        reason = SdpRefusal.NoRestart;
        if (fragment.Ufrag == formerUfrag) return null;
        (remoteUfrag, reason) = (fragment.Ufrag!, null);
        return WriteFragment(local);
    }

    private string WriteFragment(IceCredentials local)
    {
        var first = Session.Lines.First(line => line.IsServed);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"a=ice-lite\r\na=ice-ufrag:{local.Ufrag}\r\na=ice-pwd:{local.Password}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"m={first.Offered.Kind} 9 {first.Offered.Protocol} 0\r\na=mid:{first.Offered.Mid}\r\n");
        var foundation = 0;
        foreach (var candidate in HostCandidate.All(surroundings.Options.Candidates, surroundings.Options.AcceptsTcp))
            text.Append(CultureInfo.InvariantCulture, $"a=candidate:{candidate.ToSdp(++foundation)}\r\n");
        return text.Append("a=end-of-candidates\r\n").ToString();
    }

    private bool IsSameConnection(NegotiatedSession renewed) =>
        renewed.RemoteFingerprint.AsSpan().SequenceEqual(Session.RemoteFingerprint)
        && renewed.Lines.Count == Session.Lines.Count
        && renewed.Lines.Zip(Session.Lines).All(pair => pair.First.Offered.Mid == pair.Second.Offered.Mid && pair.First.Offered.Kind == pair.Second.Offered.Kind);

    private AnswerTransport Transport(IceCredentials ice) =>
        new(_sessionId, ice, surroundings.Identity.Fingerprint, surroundings.Options.Candidates, surroundings.Options.AcceptsTcp, surroundings.Options.Sctp.MaxMessageBytes) { Version = ++_version };

    private static IReadOnlyList<NegotiatedMedia> ServedLines(NegotiatedSession session) => [.. session.Lines.Where(line => line.Media is not null).Select(line => line.Media!)];
}
