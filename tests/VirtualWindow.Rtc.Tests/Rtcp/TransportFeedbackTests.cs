using System.Buffers.Binary;
using CsCheck;
using VirtualWindow.Rtc.Rtcp;

namespace VirtualWindow.Rtc.Tests.Rtcp;

public class TransportFeedbackTests
{
    private const long Lost = -1;

    [Fact]
    public void A_packet_of_libwebrtc_reads_as_it_was_meant()
    {
        // Reference time 1 (64 ms), base 65534: received +0, lost, +1 ms, then a run of three after 16 ms, 0.25 ms and -0.5 ms.
        byte[] packet =
        [
            0x8F, 205, 0, 6, 0, 0, 0, 1, 0, 0, 0, 2, 0xFF, 0xFE, 0, 6, 0, 0, 1, 9,
            0xD1, 0x58, // 11 01 00 01 01 01 10 00: one-byte, lost, one-byte, one-byte, one-byte, two-byte
            0, 4, 64, 1, 0xFF, 0xFE,
        ];
        var all = Read(packet, out var count);
        Assert.Equal(9, count);
        Assert.Equal([(65534, 64_000L), (65535, Lost), (0, 65_000), (1, 81_000), (2, 81_250), (3, 80_750)], all);
    }

    [Fact]
    public void Runs_and_vectors_are_read()
    {
        byte[] packet =
        [
            0x8F, 205, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0, 10, 0, 24, 0, 0, 0, 0,
            0x20, 0x03, // run: three small
            0x00, 0x07, // run: seven lost
            0xA0, 0x01, // vector of bits: 10 0000 0000 0001
            1, 2, 3, 4, 5, 0,
        ];
        packet[3] = (byte)((packet.Length / 4) - 1);
        var all = Read(packet, out _);
        Assert.Equal(24, all.Count);
        Assert.Equal([10, 11, 12, 20, 33], all.Where(p => p.At != Lost).Select(p => p.Sequence));
        Assert.Equal([250, 750, 1500, 2500, 3750], all.Where(p => p.At != Lost).Select(p => p.At));
    }

    /// <summary>Any arrivals: losses, bursts, disorder, long silences, over the wrap of the numbers; the reference time itself wraps at 2^39 µs.</summary>
    [Fact]
    public void What_is_written_is_read_again_in_quarter_milliseconds() =>
        Gen.Select(Gen.UShort, Gen.Long[0, 1L << 38], Gen.Select(Gen.Int[0, 9], Gen.Int[-3_000, 900_000]).Array[1, 700]).Sample((start, time, steps) =>
        {
            var now = time + 3_000;
            var arrivals = steps.Select(step =>
            {
                // One in ten is lost, most come close together, a few late or early.
                if (step.Item1 == 0) return Lost;
                now = Math.Max(0, now + (step.Item1 < 7 ? Math.Abs(step.Item2 % 5_000) : step.Item2));
                return now;
            }).ToArray();
            var read = RoundTrip(start, arrivals);
            var expected = arrivals.Select((at, i) => ((int)(ushort)(start + i), at == Lost ? Lost : at / 250 * 250)).ToList();
            Assert.Equal(expected.Take(read.Count), read);
            // Only what follows the last received packet may stay for later.
            Assert.All(expected.Skip(read.Count), rest => Assert.Equal(Lost, rest.Item2));
        }, iter: 2_000);

    [Fact]
    public void A_hundred_packets_in_order_cost_little()
    {
        var buffer = new byte[1200];
        var writer = new RtcpWriter(buffer);
        Assert.Equal(100, writer.WriteTransportFeedback(1, 2, 0, [.. Enumerable.Range(0, 100).Select(i => 1_000L * i)], 0));
        Assert.Equal(20 + 2 + 100 + 2, writer.Length); // header, one run, a byte each, filled to a word
    }

    [Fact]
    public void A_silence_longer_than_a_delta_begins_another_packet()
    {
        var buffer = new byte[1200];
        var writer = new RtcpWriter(buffer);
        Assert.Equal(2, writer.WriteTransportFeedback(1, 2, 0, [0, 1_000, 20_000_000], 0));
        Assert.Equal(0, writer.WriteTransportFeedback(1, 2, 0, [Lost, Lost], 0));
    }

    [Fact]
    public void Truncated_and_impossible_packets_are_refused()
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.WriteTransportFeedback(1, 2, 0, [0, Lost, 5_000, 100_000, 400_000, 401_000], 0);
        var good = writer.Written.ToArray();
        Assert.True(TryParse(good));
        for (var words = 2; words < good.Length / 4; words++)
        {
            var cut = good[..(words * 4)];
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(2), (ushort)(words - 1));
            Assert.False(TryParse(cut), $"{words} words");
        }

        Assert.False(TryParse([0x8F, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0])); // no status
        Assert.False(TryParse([0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])); // an empty run
        Assert.False(TryParse([0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0x60, 1, 0, 0])); // reserved status
    }

    [Fact]
    public void Noise_never_throws() => Gen.Byte.Array[16, 200].Sample(
        body =>
        {
            if (!TransportFeedbackReader.TryParse(new RtcpPacket(RtcpType.TransportFeedback, 15, body), out var feedback)) return;
            var count = 0;
            while (feedback.MoveNext()) count++;
            Assert.Equal(feedback.StatusCount, count);
        },
        iter: 100_000);

    private static List<(int Sequence, long At)> RoundTrip(ushort start, long[] arrivals)
    {
        var read = new List<(int, long)>();
        var buffer = new byte[1500];
        for (var at = 0; at < arrivals.Length;)
        {
            var writer = new RtcpWriter(buffer);
            var covered = writer.WriteTransportFeedback(1, 2, (ushort)(start + at), arrivals.AsSpan(at), 0);
            if (covered == 0)
            {
                // A window of losses only.
                var lost = arrivals.AsSpan(at, Math.Min(300, arrivals.Length - at));
                Assert.Equal(-1, lost.IndexOfAnyExcept(Lost));
                if (at + lost.Length == arrivals.Length) break;
                covered = lost.Length;
                for (var i = 0; i < covered; i++) read.Add(((ushort)(start + at + i), Lost));
            }
            else
            {
                read.AddRange(Read(writer.Written.ToArray(), out _));
            }

            at += covered;
        }

        return read;
    }

    private static bool TryParse(byte[] packet)
    {
        var reader = new RtcpReader(packet);
        return reader.MoveNext() && TransportFeedbackReader.TryParse(reader.Current, out _);
    }

    private static List<(int Sequence, long At)> Read(byte[] packet, out byte feedbackCount)
    {
        var reader = new RtcpReader(packet);
        Assert.True(reader.MoveNext());
        Assert.True(TransportFeedbackReader.TryParse(reader.Current, out var feedback));
        feedbackCount = feedback.FeedbackCount;
        var all = new List<(int, long)>();
        while (feedback.MoveNext()) all.Add((feedback.Sequence, feedback.Received ? feedback.ArrivalMicroseconds : Lost));
        return all;
    }
}
