using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu;

/// <summary>Where the packets of one SSRC belong.</summary>
/// <param name="IsRepair">A retransmission stream (RFC 4588) of <paramref name="Stream"/>.</param>
internal sealed record Route(uint Ssrc, Producer Producer, ProducedStream Stream, bool IsRepair);

/// <summary>
/// Which stream an SSRC is: as announced, by mid (RFC 9143 §10.2), by payload type; among simulcast layers by the rid and
/// repaired-rid extensions (RFC 8852), which senders write until they are understood.
/// </summary>
internal sealed class StreamRoutes(List<Producer> producers)
{
    /// <summary>A browser sends audio, a camera in three layers, a screen, and the retransmissions of each; older ones are forgotten.</summary>
    private const int MaxRoutes = 24;

    private const int StreamBytes = 384;
    private const int ProducerBytes = 128;

    private readonly List<Route> _routes = [];
    private Route? _last;

    /// <summary>Brings nearer what the next packet most likely belongs to (<see cref="CacheLines"/>).</summary>
    public void FetchLast()
    {
        CacheLines.Fetch(_last?.Stream, StreamBytes);
        CacheLines.Fetch(_last?.Producer, ProducerBytes);
    }

    public Route? Find(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        if (_last is { } last && last.Ssrc == header.Ssrc) return last;
        foreach (var route in _routes)
        {
            if (route.Ssrc != header.Ssrc) continue;
            // After a takeover the old SSRC has to win the stream back like any other.
            if (!route.IsRepair && !route.Stream.TryAdopt(header.Ssrc, now)) return null;
            return _last = route;
        }

        return Add(packet, header, now);
    }

    private Route? Add(ReadOnlySpan<byte> packet, in RtpHeader header, MediaTime now)
    {
        var producer = FindProducer(packet, header);
        if (producer is null) return null;
        var repairs = producer.RepairedPayloadType(header.PayloadType) is not null;
        var stream = producer.IsLayered ? FindLayer(producer, packet, header, repairs) : producer.Streams[0];
        if (stream is null || (!repairs && !stream.TryAdopt(header.Ssrc, now))) return null;
        if (_routes.Count == MaxRoutes) _routes.RemoveAt(OldestIdle());
        _last = new Route(header.Ssrc, producer, stream, repairs);
        _routes.Add(_last);
        return _last;
    }

    /// <summary>The oldest that is not in use makes room: a page that replaces its tracks all day must not run out.</summary>
    private int OldestIdle()
    {
        var idle = _routes.FindIndex(r => !r.IsRepair && r.Stream.Ssrc != r.Ssrc);
        return idle >= 0 ? idle : Math.Max(0, _routes.FindIndex(r => r.IsRepair));
    }

    private Producer? FindProducer(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        foreach (var producer in producers)
            if (producer.Media.RemoteSsrcs.Contains(header.Ssrc)) return producer;
        return FindByMid(packet, header) ?? FindByPayloadType(header.PayloadType);
    }

    private Producer? FindByMid(ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        foreach (var producer in producers)
        {
            if (header.TryFindExtension(packet, producer.MidId, out var mid) && System.Text.Ascii.Equals(mid, producer.Media.Mid)) return producer;
        }

        return null;
    }

    private Producer? FindByPayloadType(byte payloadType)
    {
        foreach (var producer in producers)
            foreach (var codec in producer.Media.Codecs)
                if (codec.PayloadType == payloadType || codec.RtxPayloadType == payloadType) return producer;
        return null;
    }

    private static ProducedStream? FindLayer(Producer producer, ReadOnlySpan<byte> packet, in RtpHeader header, bool repairs)
    {
        var id = producer.Media.Extensions.GetValueOrDefault(repairs ? HeaderExtensionUri.RepairedStreamId : HeaderExtensionUri.StreamId);
        if (!header.TryFindExtension(packet, id, out var rid)) return null;
        foreach (var stream in producer.Streams)
            if (System.Text.Ascii.Equals(rid, stream.Rid)) return stream;
        return null;
    }
}
