using CsCheck;
using VirtualWindow.Rtc.Sctp;

namespace VirtualWindow.Rtc.Tests.Sctp;

/// <summary>What an authenticated but hostile client can do: end its own association, nothing else.</summary>
public class HostileTests
{
    private static readonly SctpChunkType[] Known = Enum.GetValues<SctpChunkType>();

    /// <summary>Random chunk values in valid packets: never an exception, memory within the limits.</summary>
    [Fact]
    public void Random_chunks_change_nothing_but_their_own_association() =>
        Gen.Select(Gen.Int[0, Known.Length], Gen.Byte, Gen.Byte.Array[0, 60]).Array[1, 40].Sample(
            chunks =>
            {
                var network = new SctpNetwork().Connect();
                foreach (var (type, flags, value) in chunks)
                {
                    network.Inject(toServer: true, SctpClient.Packet(2000, (ref SctpWriter writer) =>
                    {
                        writer.Open(type < Known.Length ? Known[type] : (SctpChunkType)(flags | 0x10), flags);
                        writer.Write(value);
                        writer.Close();
                    }));
                    Assert.InRange(network.Server.Receiver?.Window ?? 0, 0, new SctpOptions().ReceiveWindowBytes);
                }
            },
            iter: 1500,
            threads: 1);

    /// <summary>DATA near the expected TSN with all flags: fragments that contradict each other, numbers that jump.</summary>
    [Fact]
    public void Random_fragments_stay_within_the_window_or_end_it() =>
        Gen.Select(Gen.UInt[990, 1100], Gen.UShort[0, 5], Gen.UShort[0, 5], Gen.Byte[0, 15], Gen.Int[0, 1000]).Array[1, 200].Sample(
            data =>
            {
                var network = new SctpNetwork(options: new() { ReceiveWindowBytes = 20_000, MaxMessageBytes = 10_000 }).Connect();
                foreach (var (tsn, stream, sequence, flags, size) in data) network.Inject(toServer: true, Data(tsn, stream, sequence, flags, size));
                Assert.InRange(network.Server.Receiver?.Window ?? 0, 0, 20_000);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void A_message_without_an_end_is_aborted_at_the_limit()
    {
        var network = new SctpNetwork().Connect();
        for (uint i = 0; i < 300 && network.ServerUser.Closed.Count == 0; i++) network.Inject(toServer: true, Data(1000 + i, 1, 0, (byte)(i == 0 ? 2 : 0), 1100));
        Assert.Equal([SctpCloseReason.Violation], network.ServerUser.Closed);
        Assert.Equal(1, network.ServerCounters.Violations);
    }

    [Fact]
    public void Holes_by_the_thousand_are_bounded()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (toServer, _) => !toServer;
        for (uint i = 0; i < 40_000; i++) network.Inject(toServer: true, Data(1001 + (i * 2), 1, (ushort)(i + 1), 3, 1));
        Assert.Equal(999u, network.Server.Receiver!.CumulativeTsn);
        Assert.True(network.Server.Receiver.Overruns > 30_000);
        var longest = 0;
        network.Tap = (_, packet) => longest = Math.Max(longest, packet.Length);
        network.Run(TimeSpan.FromMilliseconds(100));
        Assert.InRange(longest, 1, 1160); // a SACK with more gaps than fit is cut, not broken
    }

    [Fact]
    public void Acknowledging_what_was_never_sent_ends_it()
    {
        var network = new SctpNetwork().Connect();
        network.Inject(toServer: true, SctpClient.Packet(2000, (ref SctpWriter writer) =>
        {
            writer.Open(SctpChunkType.Sack);
            writer.Write(999_999u);
            writer.Write(1000u);
            writer.Write(0u);
            writer.Close();
        }));
        Assert.Equal([SctpCloseReason.Violation], network.ServerUser.Closed);
    }

    [Fact]
    public void DATA_without_user_data_ends_it()
    {
        var network = new SctpNetwork().Connect();
        network.Inject(toServer: true, Data(1000, 1, 0, 3, 0));
        Assert.Equal([SctpCloseReason.Violation], network.ServerUser.Closed);
    }

    [Fact]
    public void A_wrong_tag_or_port_is_dropped_and_counted()
    {
        var network = new SctpNetwork().Connect();
        network.Inject(toServer: true, Data(1000, 1, 0, 3, 5, tag: 2001));
        network.Inject(toServer: true, Data(1000, 1, 0, 3, 5, source: 4999));
        network.Inject(toServer: true, Data(1000, 1, 0, 3, 5, destination: 4999));
        Assert.Equal(3, network.ServerCounters.PacketsDropped);
        Assert.Empty(network.ServerUser.Messages);
    }

    [Fact]
    public void A_FORWARD_TSN_flood_over_all_streams_keeps_nothing()
    {
        var network = new SctpNetwork().Connect();
        network.DropWhen = (toServer, _) => !toServer;
        for (uint i = 0; i < 50; i++)
        {
            var tsn = 1000 + (i * 1_000_000);
            network.Inject(toServer: true, SctpClient.Packet(2000, (ref SctpWriter writer) =>
            {
                writer.Open(SctpChunkType.ForwardTsn);
                writer.Write(tsn);
                for (var stream = 0; stream < 200; stream++)
                {
                    writer.Write((ushort)(stream * 300));
                    writer.Write((ushort)i);
                }
                writer.Close();
            }));
        }
        Assert.Equal(SctpState.Established, network.Server.State);
        Assert.Equal(new SctpOptions().ReceiveWindowBytes, network.Server.Receiver!.Window);
    }

    private static byte[] Data(uint tsn, ushort stream, ushort sequence, byte flags, int size, uint tag = 2000, ushort source = 5000, ushort destination = 5000) => SctpClient.Packet(
        tag,
        (ref SctpWriter writer) =>
        {
            writer.Open(SctpChunkType.Data, flags);
            writer.Write(tsn);
            writer.Write(stream);
            writer.Write(sequence);
            writer.Write(53u);
            writer.Write(new byte[size]);
            writer.Close();
        },
        source,
        destination);
}
