using System.Text;

namespace VirtualWindow.MediaNode.Tests.Calls;

/// <summary>A complete offer with one Opus and one VP8 line, as a browser or a WHIP client writes it, only shorter.</summary>
internal sealed record TestOffer(bool Publishes, uint AudioSsrc = 0, uint VideoSsrc = 0)
{
    public const byte OpusType = 111;
    public const byte Vp8Type = 96;

    /// <summary>A second picture on a third m-line; 0: none.</summary>
    public uint ScreenSsrc { get; init; }

    public string Ufrag { get; private init; } = Guid.NewGuid().ToString("N")[..8];

    public string Password { get; private init; } = Guid.NewGuid().ToString("N");

    /// <summary>The same after an ICE restart.</summary>
    public TestOffer Restarted() => this with { Ufrag = Guid.NewGuid().ToString("N")[..8], Password = Guid.NewGuid().ToString("N") };

    /// <summary>What a browser answers to an offer of the server: everything that is sent is taken.</summary>
    public string AnswerTo(string serverOffer)
    {
        var lines = serverOffer.Split("\r\nm=")[1..].Select(section => "m=" + section).ToList();
        var sdp = new StringBuilder($"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {string.Join(' ', lines.Select(line => Attribute(line, "mid")))}\r\n");
        foreach (var line in lines)
        {
            var isAudio = line.StartsWith("m=audio", StringComparison.Ordinal);
            var type = isAudio ? OpusType : Vp8Type;
            sdp.Append($"m={(isAudio ? "audio" : "video")} 9 UDP/TLS/RTP/SAVPF {type}\r\na=ice-ufrag:{Ufrag}\r\na=ice-pwd:{Password}\r\n");
            sdp.Append($"a=fingerprint:sha-256 {TestDtlsClient.Fingerprint}\r\na=setup:active\r\na=mid:{Attribute(line, "mid")}\r\na=rtcp-mux\r\n");
            sdp.Append(line.Contains("a=sendonly") ? "a=recvonly\r\n" : "a=inactive\r\n");
            sdp.Append($"a=rtpmap:{type} {(isAudio ? "opus/48000/2" : "VP8/90000")}\r\n");
        }
        return sdp.ToString();
    }

    public string Sdp
    {
        get
        {
            var sdp = new StringBuilder($"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1{(ScreenSsrc == 0 ? "" : " 2")}\r\n");
            AddLine(sdp, "audio", 0, OpusType, "opus/48000/2", AudioSsrc, "");
            AddLine(sdp, "video", 1, Vp8Type, "VP8/90000", VideoSsrc, $"a=rtcp-fb:{Vp8Type} nack\r\na=rtcp-fb:{Vp8Type} nack pli\r\na=rtcp-fb:{Vp8Type} goog-remb\r\n");
            if (ScreenSsrc != 0) AddLine(sdp, "video", 2, Vp8Type, "VP8/90000", ScreenSsrc, $"a=rtcp-fb:{Vp8Type} nack pli\r\n");
            return sdp.ToString();
        }
    }

    public static string Attribute(string sdp, string name)
    {
        var line = sdp.Split("\r\n").First(line => line.StartsWith($"a={name}:", StringComparison.Ordinal));
        return line[(name.Length + 3)..];
    }

    /// <summary>SSRC that the answer announces for the m-line of this kind.</summary>
    public static uint AnnouncedSsrc(string answer, string kind)
    {
        var section = answer[answer.IndexOf($"m={kind}", StringComparison.Ordinal)..];
        return uint.Parse(Attribute(section, "ssrc").Split(' ')[0]);
    }

    private void AddLine(StringBuilder sdp, string kind, int mid, byte type, string codec, uint ssrc, string feedback)
    {
        sdp.Append($"m={kind} 9 UDP/TLS/RTP/SAVPF {type}\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:{Ufrag}\r\na=ice-pwd:{Password}\r\n");
        sdp.Append($"a=fingerprint:sha-256 {TestDtlsClient.Fingerprint}\r\na=setup:actpass\r\na=mid:{mid}\r\na=rtcp-mux\r\na=rtcp-rsize\r\n");
        sdp.Append(Publishes ? "a=sendonly\r\n" : "a=recvonly\r\n");
        sdp.Append($"a=rtpmap:{type} {codec}\r\n").Append(feedback);
        if (Publishes)
            sdp.Append($"a=ssrc:{ssrc} cname:test\r\n");
    }
}
