using System.Buffers.Binary;

namespace VirtualWindow.Fuzz.Engine;

/// <summary>
/// An input of several datagrams, so that state can be reached: <c>| length (16) | how (8) | datagram |</c> each. What "how" means is
/// the target's own affair: who sends, how much later, what is put right before.
/// </summary>
internal static class Conversation
{
    public const int MaxDatagrams = 24;
    public const int MaxDatagram = 1500;
    private const int HeadLength = 3;

    public static List<(byte How, byte[] Datagram)> Read(byte[] input)
    {
        var read = new List<(byte, byte[])>();
        for (var rest = input.AsSpan(); rest.Length >= HeadLength && read.Count < MaxDatagrams;)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest) % (MaxDatagram + 1), rest.Length - HeadLength);
            read.Add((rest[2], rest.Slice(HeadLength, length).ToArray()));
            rest = rest[(HeadLength + length)..];
        }

        return read;
    }

    public static byte[] Write(IEnumerable<(byte How, byte[] Datagram)> datagrams)
    {
        using var bytes = new MemoryStream();
        foreach (var (how, datagram) in datagrams)
        {
            bytes.Write([(byte)(datagram.Length >> 8), (byte)datagram.Length, how]);
            bytes.Write(datagram);
        }

        return bytes.ToArray();
    }

    /// <summary>Another order, a repetition, a loss, somebody else's datagram, or other bytes in one of them.</summary>
    public static byte[] Mutate(byte[] input, byte[] other, Mutator mutator, Func<byte[], byte[], byte[]> change)
    {
        var datagrams = Read(input);
        var others = Read(other);
        if (datagrams.Count == 0) datagrams.Add((0, []));
        var at = mutator.Below(datagrams.Count);
        var (how, datagram) = datagrams[at];
        switch (mutator.Below(8))
        {
            case 0: datagrams.Insert(mutator.Below(datagrams.Count + 1), (how, datagram)); break;
            case 1 when datagrams.Count > 1: datagrams.RemoveAt(at); break;
            case 2: (datagrams[at], datagrams[^1]) = (datagrams[^1], datagrams[at]); break;
            case 3 when others.Count > 0: datagrams.Insert(at, mutator.Pick(others)); break;
            case 4: datagrams[at] = ((byte)mutator.Below(256), datagram); break;
            default: datagrams[at] = (how, change(datagram, others.Count > 0 ? mutator.Pick(others).Datagram : [])); break;
        }

        return Write(datagrams.Take(MaxDatagrams));
    }
}
