using VirtualWindow.MediaNode.Tests.Calls;

namespace VirtualWindow.MediaNode.Tests.Recording;

/// <summary>Sends coded picture and sound by RTP at their own pace.</summary>
internal sealed class PacedPublisher(TestPeer peer, RealFrames frames)
{
    private const int LargestPayload = 1_100;
    private const int MillisecondsPerSound = 1_000 / RealFrames.SoundsPerSecond;
    private ushort _picturePackets;

    /// <summary>Until cancelled; <paramref name="sent"/> hears the number of each sound packet once it has been handed to the socket.</summary>
    public async Task RunAsync(Action<int> sent, CancellationToken ct)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(MillisecondsPerSound));
        try
        {
            for (var number = 0; ; number++)
            {
                SendSound(number);
                if (number % 2 == 0) SendPicture(number / 2);
                sent(number);
                await pace.WaitForNextTickAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the show.
        }
    }

    public void SendSound(int number) => peer.SendRtp(
        TestOffer.OpusType, peer.Offer.AudioSsrc, (ushort)number, (uint)(number * 960), frames.Sounds[number % frames.Sounds.Count]);

    public void SendPicture(int number)
    {
        var frame = frames.Pictures[number % frames.Pictures.Count].AsSpan();
        Span<byte> payload = stackalloc byte[LargestPayload + 1];
        for (var at = 0; at < frame.Length; at += LargestPayload)
        {
            var length = Math.Min(LargestPayload, frame.Length - at);
            payload[0] = (byte)(at == 0 ? 0x10 : 0x00);
            frame.Slice(at, length).CopyTo(payload[1..]);
            peer.SendRtp(TestOffer.Vp8Type, peer.Offer.VideoSsrc, _picturePackets++, (uint)(number * 3_600), payload[..(length + 1)], marker: at + length == frame.Length);
        }
    }
}
