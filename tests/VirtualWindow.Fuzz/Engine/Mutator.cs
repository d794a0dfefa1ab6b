using System.Buffers.Binary;

namespace VirtualWindow.Fuzz.Engine;

/// <summary>Small changes to bytes, by a seed.</summary>
internal sealed class Mutator(int seed)
{
    /// <summary>Where parsers count wrongly.</summary>
    private static readonly uint[] Edges =
        [0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 20, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1023, 1024, 1500, 4096, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];

    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public bool OneIn(int n) => _random.Next(n) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>One to four changes; the result has at most <paramref name="maxLength"/> bytes.</summary>
    public byte[] Change(byte[] input, byte[] other, int maxLength)
    {
        var changed = input;
        for (var i = 1 + Below(4); i > 0; i--) changed = ChangeOnce(changed, other);
        return changed.Length <= maxLength ? changed : changed[..maxLength];
    }

    private byte[] ChangeOnce(byte[] input, byte[] other)
    {
        if (input.Length == 0) return Insert(input, RandomBytes(1 + Below(16)));
        return Below(10) switch
        {
            0 => Overwrite(input, [(byte)(input[_at = Below(input.Length)] ^ (1 << Below(8)))], _at),
            1 => Overwrite(input, RandomBytes(1 + Below(4)), Below(input.Length)),
            2 => Overwrite(input, Number(), Below(input.Length)),
            3 => Overwrite(input, [(byte)(input[_at = Below(input.Length)] + Below(33) - 16)], _at),
            4 => Insert(input, RandomBytes(1 + Below(16))),
            5 => Insert(input, Part(input)),
            6 => Insert(input, Part(other)),
            7 => Overwrite(input, Part(other), Below(input.Length)),
            8 => input[..Below(input.Length)],
            _ => Remove(input),
        };
    }

    private int _at;

    private byte[] Number()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Pick(Edges));
        return bytes[(4 - (1 << Below(3)))..].ToArray();
    }

    private byte[] Part(byte[] of)
    {
        if (of.Length == 0) return [];
        var from = Below(of.Length);
        return of[from..(from + 1 + Below(Math.Min(64, of.Length - from)))];
    }

    private byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Insert(byte[] input, byte[] part)
    {
        var at = Below(input.Length + 1);
        return [.. input[..at], .. part, .. input[at..]];
    }

    private byte[] Remove(byte[] input)
    {
        var from = Below(input.Length);
        var to = from + 1 + Below(Math.Min(32, input.Length - from));
        return [.. input[..from], .. input[to..]];
    }

    private static byte[] Overwrite(byte[] input, byte[] part, int at)
    {
        var changed = (byte[])input.Clone();
        part.AsSpan(0, Math.Min(part.Length, changed.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }
}
