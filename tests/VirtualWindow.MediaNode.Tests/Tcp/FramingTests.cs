using VirtualWindow.MediaNode.Tcp;
using VirtualWindow.MediaNode.Tests.Calls;
using VirtualWindow.MediaNode.Udp;

namespace VirtualWindow.MediaNode.Tests.Tcp;

/// <summary>RFC 4571 §2 without sockets.</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(1_461)]
    [InlineData(16_384)]
    public void However_a_stream_is_cut_the_same_packets_come_out(int longestPiece)
    {
        var random = new Random(longestPiece);
        var packets = Enumerable.Range(0, 60).Select(i => new byte[i % 9 == 0 ? 0 : random.Next(1, UdpPort.MaxDatagram + 1)]).ToArray();
        foreach (var packet in packets) random.NextBytes(packet);
        var cuts = Enumerable.Range(0, 50).Select(_ => random.Next(1, longestPiece + 1)).ToArray();
        Assert.Equal(packets.Where(packet => packet.Length > 0), Read([.. packets.SelectMany(packet => TcpWire.Frame(packet))], cuts));
    }

    [Fact]
    public void A_frame_longer_than_any_packet_ends_the_stream()
    {
        var frames = new IncomingFrames();
        Put(frames, [.. TcpWire.Frame([1, 2, 3]), (UdpPort.MaxDatagram + 1) >> 8, (UdpPort.MaxDatagram + 1) & 0xFF, 9]);
        Assert.True(frames.TryNext(out var packet));
        Assert.Equal([1, 2, 3], packet.ToArray());
        Assert.False(frames.TryNext(out _));
        Assert.True(frames.IsBroken);
    }

    [Fact]
    public void The_queue_out_grows_to_its_limit_and_holds_only_whole_frames()
    {
        var frames = new OutgoingFrames();
        var taken = 0;
        for (var room = frames.Reserve(1_000); !room.IsEmpty; room = frames.Reserve(1_000))
        {
            room.Fill((byte)taken++);
            frames.Commit(1_000);
        }
        Assert.Equal(OutgoingFrames.Limit / 1_002, taken);
        var bytes = frames.TakeFilled().ToArray();
        Assert.Equal(taken, Read(bytes, [4_096]).Count);
        Assert.Equal(0, frames.Waiting);
        Assert.False(frames.Reserve(1_000).IsEmpty);
    }

    private static List<byte[]> Read(byte[] stream, int[] cuts)
    {
        var frames = new IncomingFrames();
        var packets = new List<byte[]>();
        for (int at = 0, cut = 0; at < stream.Length; cut++)
        {
            var length = Math.Min(cuts[cut % cuts.Length], Math.Min(frames.Free.Length, stream.Length - at));
            Put(frames, stream.AsSpan(at, length));
            at += length;
            while (frames.TryNext(out var packet)) packets.Add(packet.ToArray());
            frames.MakeRoom();
        }
        Assert.False(frames.IsBroken);
        return packets;
    }

    private static void Put(IncomingFrames frames, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(frames.Free.Span);
        frames.Take(bytes.Length);
    }
}
