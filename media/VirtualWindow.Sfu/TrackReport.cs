using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu;

/// <summary>Turns the state of a connection's tracks into figures.</summary>
internal static class TrackReport
{
    public static void Describe(PublishConnection connection, List<TrackStatistics> tracks, MediaTime now)
    {
        foreach (var producer in connection.Producers)
        {
            foreach (var stream in producer.Streams)
            {
                if (stream.Ssrc == 0 || !producer.IsLive(stream)) continue;
                ref readonly var reception = ref stream.Reception;
                tracks.Add(new TrackStatistics(
                    connection.Room, connection.Participant, connection.Participant, Incoming: true, producer.Media.Kind, stream.Ssrc, stream.Index, stream.Height,
                    TemporalLayer: 2, Paused: false, reception.Received, stream.Octets, stream.Rate.BitsPerSecond, reception.Lost, LossFraction: 0,
                    reception.Jitter, stream.RoundTrip, stream.RepairsGivenUp, PictureLosses: 0, EstimateBitsPerSecond: 0));
            }
        }
    }

    public static void Describe(SubscribeConnection connection, List<TrackStatistics> tracks)
    {
        var estimate = connection.Estimator is { IsMeasured: true } estimator ? estimator.BitsPerSecond : 0;
        foreach (var consumer in connection.Consumers)
        {
            var report = consumer.LastReport;
            tracks.Add(new TrackStatistics(
                connection.Room, connection.Participant, consumer.Publisher, Incoming: false, consumer.Kind, consumer.Ssrc, consumer.Stream?.Index ?? -1,
                consumer.Stream?.Height ?? 0, consumer.TemporalLayer, consumer.IsPaused, consumer.SentPackets, consumer.SentOctets, consumer.BitsPerSecond,
                Math.Max(0, report.CumulativeLost), report.FractionLost / 256.0, consumer.Jitter, consumer.RoundTrip, RepairsGivenUp: 0,
                consumer.PictureLosses, estimate));
        }
    }
}
