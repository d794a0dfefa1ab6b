using VirtualWindow.Sfu.Recording;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>Each fault is told while it lasts, and none of a call in order.</summary>
public sealed class HealthTests
{
    private readonly Studio _studio = new();

    [Fact]
    public void A_call_in_order_raises_nothing()
    {
        _studio.Level = 45;
        _studio.Run(60_000);

        Assert.Equal(["started"], _studio.News);
    }

    [Fact]
    public void Nothing_within_five_seconds_is_told_and_taken_back_when_it_comes()
    {
        _studio.Run(4_500, sound: false, picture: false);
        Assert.Empty(_studio.News);
        _studio.Run(1_500, sound: false, picture: false);
        Assert.Equal(["+NotStarted"], _studio.News);
        _studio.Run(1_000);
        Assert.Contains("-NotStarted", _studio.News);
    }

    [Theory]
    [InlineData(127, 60)]
    [InlineData(-1, 5)]
    public void Digital_silence_is_told_by_level_or_by_size_and_taken_back(int level, int bytes)
    {
        (_studio.Level, _studio.SoundBytes) = (level, bytes);
        _studio.Run(9_000);
        Assert.DoesNotContain("+Silent", _studio.News);
        _studio.Run(2_000);
        Assert.Contains("+Silent", _studio.News);

        (_studio.Level, _studio.SoundBytes) = (level < 0 ? -1 : 40, 60);
        _studio.Run(1_000);
        Assert.Contains("-Silent", _studio.News);
    }

    [Fact]
    public void A_microphone_that_stops_sending_is_silent()
    {
        _studio.Run(2_000);
        _studio.Run(11_000, sound: false);

        Assert.Contains("+Silent", _studio.News);
    }

    [Fact]
    public void A_quiet_room_is_not_silent()
    {
        _studio.Level = 75;
        _studio.Run(30_000);

        Assert.DoesNotContain("+Silent", _studio.News);
    }

    [Fact]
    public void Sound_at_full_scale_is_clipped()
    {
        _studio.Level = 1;
        _studio.Run(6_000);

        Assert.Contains("+Clipped", _studio.News);
    }

    [Fact]
    public void Loud_speech_is_not_clipped()
    {
        _studio.Level = 9;
        _studio.Run(12_000);

        Assert.DoesNotContain("+Clipped", _studio.News);
    }

    [Fact]
    public void A_picture_without_detail_is_black_and_not_also_frozen()
    {
        (_studio.KeyFrameBytes, _studio.InterFrameBytes) = (300, 30);
        _studio.Run(10_000);

        Assert.Contains("+Black", _studio.News);
        Assert.DoesNotContain("+Frozen", _studio.News);
    }

    [Fact]
    public void Frames_in_which_nothing_changes_are_frozen()
    {
        _studio.Run(2_000);
        _studio.InterFrameBytes = 40;
        _studio.Run(10_000, keyFrameEvery: 60_000);

        Assert.Contains("+Frozen", _studio.News);
        Assert.DoesNotContain("+Black", _studio.News);
    }

    [Fact]
    public void Frames_that_stop_coming_are_frozen_and_taken_back()
    {
        _studio.Run(2_000);
        _studio.Run(9_000, picture: false);
        Assert.Contains("+Frozen", _studio.News);

        _studio.Run(3_000);
        Assert.Contains("-Frozen", _studio.News);
    }

    [Fact]
    public void A_still_screen_is_in_order()
    {
        var studio = new Studio(Hall.Audio(true), Hall.Video(true), Hall.Video(true) with { Mid = "s" });
        studio.Room.Packet(2, 1, studio.FramePacket(0, 0, true), studio.Now);
        studio.Room.Packet(2, 2, studio.FramePacket(0, 1, true), studio.Now);
        studio.Run(30_000);

        Assert.Equal(["started"], studio.News);
    }

    [Fact]
    public void A_hold_is_neither_silent_nor_frozen()
    {
        _studio.Run(2_000);
        _studio.Hold(TimeSpan.FromMinutes(2));
        _studio.Run(5_000);

        Assert.Equal(["started"], _studio.News);
    }
}
