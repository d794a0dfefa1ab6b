namespace VirtualWindow.Sfu.Tests;

public class SpeakerTests
{
    private const int Quiet = 80;
    private const int Speech = 25;
    private const int Murmur = 40;

    private int _sequence = 1;

    [Fact]
    public void Whoever_speaks_has_the_word_and_a_pause_for_breath_does_not_lose_it()
    {
        var (hall, clerk, applicant) = Room();
        Talk(hall, 1000, (clerk, Quiet), (applicant, Quiet));
        Assert.Empty(Speakers(hall));
        Talk(hall, 1000, (clerk, Speech), (applicant, Quiet));
        Assert.Equal([("clerk", PublisherChange.Speaking)], Speakers(hall));
        Talk(hall, 600, (clerk, Quiet), (applicant, Quiet));
        Talk(hall, 500, (clerk, Speech), (applicant, Quiet));
        Assert.Single(Speakers(hall));
        Talk(hall, 3000, (clerk, Quiet), (applicant, Quiet));
        Assert.Equal([("clerk", PublisherChange.Speaking), ("clerk", PublisherChange.Quiet)], Speakers(hall));
    }

    [Fact]
    public void Words_with_pauses_between_them_are_speech()
    {
        var (hall, clerk, applicant) = Room();
        for (var word = 0; word < 4; word++)
        {
            Talk(hall, 240, (clerk, Speech), (applicant, Quiet));
            Talk(hall, 240, (clerk, Quiet), (applicant, Quiet));
        }

        Assert.Equal([("clerk", PublisherChange.Speaking)], Speakers(hall));
    }

    [Fact]
    public void The_word_goes_to_somebody_clearly_louder_but_not_to_a_cough()
    {
        var (hall, clerk, applicant) = Room();
        Talk(hall, 1000, (clerk, Murmur), (applicant, Quiet));
        Talk(hall, 150, (clerk, Murmur), (applicant, 5));
        Talk(hall, 2000, (clerk, Murmur), (applicant, Murmur - 3));
        Assert.Single(Speakers(hall));
        Talk(hall, 1500, (clerk, Murmur), (applicant, Speech));
        Assert.Equal([("clerk", PublisherChange.Quiet), ("applicant", PublisherChange.Speaking)], Speakers(hall)[1..]);
    }

    [Fact]
    public void A_held_room_and_a_muted_microphone_are_silent()
    {
        var (hall, clerk, applicant) = Room();
        Talk(hall, 1000, (clerk, Speech), (applicant, Quiet));
        hall.Forwarder.Hold("room", true, hall.Now);
        Talk(hall, 2000, (clerk, Speech), (applicant, Quiet));
        Assert.Equal(("clerk", PublisherChange.Quiet), Speakers(hall)[^1]);
        hall.Forwarder.Hold("room", false, hall.Now);
        Talk(hall, 1000, (clerk, Speech), (applicant, Quiet));
        Assert.Equal(("clerk", PublisherChange.Speaking), Speakers(hall)[^1]);
        hall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("clerk", PublisherChange.Quiet), Speakers(hall)[^1]);
    }

    private static (Hall Hall, FakePeer Clerk, FakePeer Applicant) Room()
    {
        var hall = new Hall();
        return (hall, hall.Publish("clerk"), hall.Publish("applicant"));
    }

    private static List<(string Participant, PublisherChange Change)> Speakers(Hall hall) =>
        [.. hall.Changes.Where(c => c.Change is PublisherChange.Speaking or PublisherChange.Quiet)];

    /// <summary>A packet of each every 20 ms with its level in -dBov (RFC 6464).</summary>
    private void Talk(Hall hall, int milliseconds, params (FakePeer Who, int Level)[] levels)
    {
        for (var at = 0; at < milliseconds; at += 20, _sequence++)
        {
            foreach (var (who, level) in levels)
                hall.Receive(who, Hall.AudioPacket(_sequence, (uint)_sequence * 960, extension: [0xBE, 0xDE, 0, 1, 0x30, (byte)(0x80 | level), 0, 0]));
            hall.Advance(20);
            if (at % 60 == 0) hall.Forwarder.Tick(hall.Now);
        }
    }
}
