using System.Buffers.Binary;
using VirtualWindow.Rtc;
using VirtualWindow.Rtc.Rtcp;
using VirtualWindow.Sfu.Recording;
using VirtualWindow.Testing.Media;

namespace VirtualWindow.Sfu.Tests.Recording;

/// <summary>One recorded participant in virtual time: sound every 20 ms, pictures every 40 ms, as the test wants them.</summary>
internal sealed class Studio : IRecordingObserver
{
    public const int Sound = 0;
    public const int Picture = 1;
    private const uint SoundClock = 4_294_960_000; // wraps within the first second
    private const uint PictureClock = 4_294_950_000;
    private const long FirstSound = 65_530;
    private const long FirstPicture = 65_000;

    public Studio(params NegotiatedMedia[] lines)
    {
        Room = new RecordedRoom(new RecordingOrder("rec", "room"), Folder, new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero), Begun, this);
        NegotiatedMedia[] media = lines.Length > 0 ? lines : [Hall.Audio(true), Hall.Video(true)];
        var places = new int[2];
        for (var tap = 0; tap < media.Length; tap++)
            Room.Open(tap, new TappedTrack("rec", "applicant", 7, places[(int)media[tap].Kind]++, media[tap]), Begun);
    }

    public static MediaTime Begun { get; } = new(5_000_000);

    public MemoryFolder Folder { get; } = new();

    public RecordedRoom Room { get; }

    public MediaTime Now { get; set; } = Begun;

    public List<string> News { get; } = [];

    public int KeyFramesWanted { get; private set; }

    /// <summary>-dBov of every sound packet, or -1 for no extension.</summary>
    public int Level { get; set; } = -1;

    public int SoundBytes { get; set; } = 60;

    public int KeyFrameBytes { get; set; } = 9_000;

    public int InterFrameBytes { get; set; } = 900;

    /// <summary>Milliseconds that pictures arrive later than sound.</summary>
    public int PictureDelay { get; set; }

    public byte[] File(string name = "applicant-7.webm") => Folder.Files[name].Bytes;

    public MatroskaReader Read(string name = "applicant-7.webm") => MatroskaReader.Read(File(name));

    /// <summary>The next milliseconds of a call; sound packets and frames for which <paramref name="lose"/> says so never arrive.</summary>
    public void Run(int milliseconds, bool sound = true, bool picture = true, Func<int, long, bool>? lose = null, int keyFrameEvery = 2_000)
    {
        for (var end = Now + TimeSpan.FromMilliseconds(milliseconds); Now < end; Now += TimeSpan.FromMilliseconds(20))
        {
            var at = (int)(Now - Begun).TotalMilliseconds;
            var number = at / 20;
            if (sound && lose?.Invoke(Sound, FirstSound + number) != true) SendSound(number);
            if (picture && number % 2 == 0) SendFrame(number / 2, at % keyFrameEvery == 0 || at == 0, lose);
            Room.Tick(Now);
        }
    }

    public void SendSound(int number) =>
        Room.Packet(Sound, FirstSound + number, SoundPacket(number), Now);

    public byte[] SoundPacket(int number)
    {
        var payload = new byte[SoundBytes];
        payload[0] = 0x78; // CELT, 20 ms, one frame
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(Math.Min(1, payload.Length - 4)), number);
        byte[]? extension = Level < 0 ? null : [0xBE, 0xDE, 0, 1, 0x30, (byte)(0x80 | Level), 0, 0];
        return Hall.Packet(Hall.Opus, (int)(FirstSound + number), unchecked(SoundClock + (uint)(number * 960)), Hall.AudioSsrc, payload, extension);
    }

    /// <summary>Frames of two packets, so that one can be missing.</summary>
    public void SendFrame(int number, bool isKeyFrame, Func<int, long, bool>? lose = null)
    {
        for (var part = 0; part < 2; part++)
        {
            var sequence = FirstPicture + (number * 2) + part;
            if (lose?.Invoke(Picture, sequence) == true) continue;
            Room.Packet(Picture, sequence, FramePacket(number, part, isKeyFrame), Now + TimeSpan.FromMilliseconds(PictureDelay));
        }
    }

    public byte[] FramePacket(int number, int part, bool isKeyFrame)
    {
        var payload = new byte[((isKeyFrame ? KeyFrameBytes : InterFrameBytes) / 2) + 1];
        payload.AsSpan(1).Fill((byte)number);
        payload[0] = (byte)(part == 0 ? 0x10 : 0x00);
        if (part == 0) (isKeyFrame ? KeyFrameStart : [0x11]).CopyTo(payload.AsSpan(1));
        var packet = Hall.Packet(Hall.Vp8, (int)(FirstPicture + (number * 2) + part), unchecked(PictureClock + (uint)(number * 3_600)), Hall.VideoSsrc, payload, null);
        if (part == 1) packet[1] |= 0x80;
        return packet;
    }

    /// <summary>The publisher's clock says that sound and picture of the same frame number belong together, whatever the delay.</summary>
    public void Report(int picturesLateBy = 0)
    {
        var now = (ulong)(Now - Begun).TotalMilliseconds;
        Room.Report(Sound, new SenderReport(Hall.AudioSsrc, Ntp(now), unchecked(SoundClock + (uint)(now * 48)), 0, 0));
        Room.Report(Picture, new SenderReport(Hall.VideoSsrc, Ntp(now), unchecked(PictureClock + (uint)(now * 90) - (uint)(picturesLateBy * 90)), 0, 0));
    }

    public void Hold(TimeSpan time)
    {
        foreach (var tap in (int[])[Sound, Picture]) Room.Interrupt(tap, TapInterruption.Held, Now);
        for (var end = Now + time; Now < end; Now += TimeSpan.FromMilliseconds(20)) Room.Tick(Now);
        foreach (var tap in (int[])[Sound, Picture]) Room.Interrupt(tap, TapInterruption.Resumed, Now);
    }

    public void Close()
    {
        Room.Close(Sound, Now);
        Room.Close(Picture, Now);
        Room.Finish(Now);
    }

    void IRecordingObserver.OnStarted(RecordedRoom recording) => News.Add("started");

    void IRecordingObserver.OnFiles(RecordedRoom recording)
    {
    }

    void IRecordingObserver.OnFault(RecordedRoom recording, string participant, RecordingFault fault, bool present) => News.Add($"{(present ? "+" : "-")}{fault}");

    void IRecordingObserver.OnKeyFrameWanted(RecordedRoom recording, string participant) => KeyFramesWanted++;

    void IRecordingObserver.OnDiskFailed(RecordedRoom recording, Exception failure) => News.Add("disk failed");

    /// <summary>Frame tag of a shown key frame, start code, 640×480.</summary>
    private static ReadOnlySpan<byte> KeyFrameStart => [0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01];

    private static ulong Ntp(ulong milliseconds) => ((3_000_000_000UL + (milliseconds / 1_000)) << 32) | ((milliseconds % 1_000) * (1UL << 32) / 1_000);
}
