using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Sdp;

namespace VirtualWindow.Sfu;

/// <summary>
/// Whom one participant watches on its one subscribe connection. Each watched publisher has a slot of three m-lines; a slot that became
/// free carries the next publisher, so the description grows only with the most that was ever watched at a time.
/// <code>
/// slot 0: a0 microphone, v0 camera, s0 screen or document     slot 1: a1, v1, s1     …
/// </code>
/// </summary>
internal sealed class WatchList(SubscribeConnection connection, IServerOffer offers, MediaTime now)
{
    /// <summary>A page answers within a round trip; who never does has gone.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private static readonly (string Letter, MediaKind Kind, string Track)[] Tracks =
        [("a", MediaKind.Audio, "microphone"), ("v", MediaKind.Video, "camera"), ("s", MediaKind.Video, "screen")];

    private readonly List<string?> _slots = [];
    private readonly List<Line> _lines = [];
    private MediaTime _offeredAt = now;

    public int Version => offers.Version;

    /// <summary>The first offer was never answered: nobody is there.</summary>
    public bool IsAbandoned(MediaTime now) => offers.Peer is null && now - _offeredAt > AnswerPatience;

    /// <summary>Offers exactly these publishers; who is left out is not forwarded any more from now on.</summary>
    public string Offer(IReadOnlyList<string> publishers, bool restartIce, MediaTime now)
    {
        _offeredAt = now;
        for (var slot = 0; slot < _slots.Count; slot++)
            if (_slots[slot] is { } watched && !publishers.Contains(watched)) Free(slot);
        foreach (var publisher in publishers)
            if (!_slots.Contains(publisher)) Take(publisher);
        return offers.Write([.. _lines.Select(line => line.Offered)], restartIce);
    }

    /// <returns>Null, or a code of <see cref="SdpRefusal"/>.</returns>
    public string? Answer(int version, string answerSdp, MediaTime now)
    {
        var agreed = offers.TryAccept(version, answerSdp, connection, now, out var reason);
        if (agreed is null) return reason;
        if (connection.Peer is null) connection.Connect(offers.Peer!);
        for (var i = 0; i < _lines.Count; i++) Follow(_lines[i], agreed[i]);
        return null;
    }

    private void Follow(Line line, NegotiatedMedia? media)
    {
        var former = line.Consumer;
        if (former is not null && former.Ssrc == media?.LocalSsrc) return; // goes on
        if (former is not null) connection.Remove(former);
        line.Consumer = media is null ? null : connection.Add(line.Offered.Stream!, media);
    }

    private void Free(int slot)
    {
        _slots[slot] = null;
        foreach (var line in LinesOf(slot))
        {
            line.Offered = line.Offered with { Stream = null };
            if (line.Consumer is { } consumer) connection.Remove(consumer);
            line.Consumer = null;
        }
    }

    private void Take(string publisher)
    {
        var slot = _slots.IndexOf(null);
        if (slot < 0) slot = AddSlot();
        _slots[slot] = publisher;
        foreach (var line in LinesOf(slot)) line.Offered = line.Offered with { Stream = publisher };
    }

    private int AddSlot()
    {
        var slot = _slots.Count;
        _slots.Add(null);
        foreach (var (letter, kind, track) in Tracks) _lines.Add(new Line(new($"{letter}{slot}", kind, null, track)));
        return slot;
    }

    private IEnumerable<Line> LinesOf(int slot) => _lines.Skip(slot * Tracks.Length).Take(Tracks.Length);

    private sealed class Line(OfferedLine offered)
    {
        public OfferedLine Offered { get; set; } = offered;

        /// <summary>Null while nothing is forwarded on the line.</summary>
        public Consumer? Consumer { get; set; }
    }
}
