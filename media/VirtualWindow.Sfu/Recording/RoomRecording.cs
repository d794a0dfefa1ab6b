using VirtualWindow.Rtc;

namespace VirtualWindow.Sfu.Recording;

/// <summary>One recording of one room: puts a tap on every m-line that is published, now or later.</summary>
internal sealed class RoomRecording(RecordingOrder order, IRecorder recorder)
{
    public RecordingOrder Order { get; } = order;

    public void Begin(MediaTime now) => recorder.Begin(Order, now);

    public void Tap(PublishConnection connection, MediaTime now)
    {
        Span<int> places = [0, 0];
        foreach (var producer in connection.Producers)
        {
            var track = new TappedTrack(Order.Recording, connection.Participant, connection.Number, places[(int)producer.Media.Kind]++, producer.Media);
            producer.Tap(new TrackTap(recorder, recorder.Open(track, now), producer.HasKeyFrames), now);
        }
    }

    public void End(MediaTime now) => recorder.End(Order.Recording, now);
}
