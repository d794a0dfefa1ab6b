using System.Diagnostics.Metrics;
using VirtualWindow.Rtc;
using VirtualWindow.Sfu;

namespace VirtualWindow.MediaNode;

/// <summary>Figures of all tracks together, by direction and kind: how the hall's lines are, not who is on them.</summary>
internal sealed class TrackMetrics
{
    private readonly Func<IEnumerable<TrackStatistics>> _read;

    public TrackMetrics(Meter meter, Func<IEnumerable<TrackStatistics>> read)
    {
        _read = read;
        Gauge(meter, "tracks", "{track}", static group => group.Count());
        Gauge(meter, "track_bits_per_second", "bit/s", static group => group.Sum(static t => t.BitsPerSecond));
        Gauge(meter, "track_loss_ratio", "1", static group => group.Average(static t => t.Incoming ? ShareLost(t) : t.LossFraction));
        Gauge(meter, "track_jitter_seconds", "s", static group => group.Average(static t => t.Jitter.TotalSeconds));
        Gauge(meter, "track_round_trip_seconds", "s", static group => group.Average(static t => t.RoundTrip.TotalSeconds));
        Gauge(meter, "tracks_paused", "{track}", static group => group.Count(static t => t.Paused));
        meter.CreateObservableGauge("subscriber_estimate_min_bits_per_second", LeastEstimate, "bit/s");
        meter.CreateObservableGauge("layer_tracks", ByLayer, "{track}");
    }

    public IEnumerable<TrackStatistics> All => _read();

    private void Gauge(Meter meter, string name, string unit, Func<IEnumerable<TrackStatistics>, double> figure) => meter.CreateObservableGauge(
        name,
        () => All.GroupBy(static t => (t.Incoming, t.Kind)).Select(group => new Measurement<double>(figure(group), Tags(group.Key.Incoming, group.Key.Kind))).ToList(),
        unit);

    private static KeyValuePair<string, object?>[] Tags(bool incoming, MediaKind kind) =>
        [new("direction", incoming ? "in" : "out"), new("kind", kind == MediaKind.Audio ? "audio" : "video")];

    private static double ShareLost(in TrackStatistics track) => track.Packets == 0 ? 0 : (double)track.Lost / (track.Packets + track.Lost);

    /// <summary>Of the worst line in the house; absent when none is measured.</summary>
    private List<Measurement<long>> LeastEstimate()
    {
        var measured = All.Where(static t => t.EstimateBitsPerSecond > 0).ToList();
        return measured.Count == 0 ? [] : [new(measured.Min(static t => t.EstimateBitsPerSecond))];
    }

    /// <summary>How many watchers get which simulcast layer.</summary>
    private List<Measurement<int>> ByLayer() =>
        [.. All.Where(static t => t is { Incoming: false, Kind: MediaKind.Video, Layer: >= 0 }).GroupBy(static t => t.Layer)
            .Select(static layer => new Measurement<int>(layer.Count(), new KeyValuePair<string, object?>("layer", layer.Key)))];
}
