using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Rtc.Rtp;

namespace VirtualWindow.Sfu.Tests;

/// <summary>What a publisher hears about its packets (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
public class TransportArrivalTests
{
    [Fact]
    public void A_publisher_is_told_every_tenth_of_a_second_what_arrived_and_when()
    {
        var (hall, clerk) = Publisher();
        for (var i = 65_530; i < 65_560; i++)
        {
            if (i % 5 != 0) hall.Receive(clerk, Packet(i));
            hall.Advance(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));
        }

        hall.Advance(TimeSpan.FromMilliseconds(100));
        var told = Told(clerk);
        Assert.InRange(clerk.Rtcp.Count, 3, 7);
        Assert.Equal(24, told.Count(t => t.At >= 0));
        Assert.All(told, t => Assert.Equal(t.At >= 0, (t.Sequence < 30_000 ? t.Sequence + 65_536 : t.Sequence) % 5 != 0));
        var arrived = told.Where(t => t.At >= 0).ToList();
        Assert.Equal(280_000, arrived[^1].At - arrived[0].At); // from number 65531 to 65559 in steps of 10 ms
    }

    [Fact]
    public void Much_traffic_is_reported_twice_as_often()
    {
        var (hall, clerk) = Publisher();
        for (var i = 0; i < 500; i++)
        {
            hall.Receive(clerk, Packet(i));
            hall.Advance(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2));
        }

        Assert.InRange(Told(clerk).Count, 450, 500);
        Assert.InRange(hall.Forwarder.Counters.TransportFeedbackSent, 17, 21);
    }

    [Fact]
    public void A_packet_after_its_report_is_reported_after_all()
    {
        var (hall, clerk) = Publisher();
        hall.Receive(clerk, Packet(1), Packet(3));
        hall.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Contains(Told(clerk), t => t is { Sequence: 2, At: < 0 });
        clerk.Rtcp.Clear();
        hall.Receive(clerk, Packet(2));
        hall.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Contains(Told(clerk), t => t is { Sequence: 2, At: >= 0 });
    }

    [Fact]
    public void A_jump_of_the_numbers_is_survived()
    {
        var (hall, clerk) = Publisher();
        foreach (var number in new[] { 1, 2, 30_000, 30_001, 62_000, 5, 31_000 })
        {
            hall.Receive(clerk, Packet(number));
            hall.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Contains(Told(clerk), t => t is { Sequence: 30_001, At: >= 0 });
    }

    private static (Hall Hall, FakePeer Clerk) Publisher()
    {
        var hall = new Hall(new SfuOptions { ReportInterval = TimeSpan.FromHours(1) });
        var clerk = hall.Publish("clerk", "publish wide");
        hall.Forwarder.Tick(hall.Now);
        clerk.Rtcp.Clear();
        return (hall, clerk);
    }

    private static byte[] Packet(int number) => Hall.Packet(
        Hall.Opus, number, 0, Hall.AudioSsrc, [1, 2, 3], [0xBE, 0xDE, 0, 1, (Hall.TransportId << 4) | 1, (byte)(number >> 8), (byte)number, 0]);

    private static List<(int Sequence, long At)> Told(FakePeer clerk)
    {
        var told = new List<(int, long)>();
        foreach (var compound in clerk.Rtcp)
        {
            var reader = new RtcpReader(compound);
            while (reader.MoveNext())
            {
                if (!TransportFeedbackReader.TryParse(reader.Current, out var feedback)) continue;
                while (feedback.MoveNext()) told.Add((feedback.Sequence, feedback.Received ? feedback.ArrivalMicroseconds : -1));
            }
        }

        return told;
    }
}
