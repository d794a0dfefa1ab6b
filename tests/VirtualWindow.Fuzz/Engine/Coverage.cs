using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace VirtualWindow.Fuzz.Engine;

/// <summary>
/// Which branches an input takes. SharpFuzz writes into instrumented code what afl-fuzz expects of compiled programs: a map of 64 Ki
/// counters, one per pair of branch places taken one after the other.
/// </summary>
internal sealed unsafe class Coverage : IDisposable
{
    private const int MapSize = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(MapSize);
    private readonly byte[] _seen = new byte[MapSize];
    private long _limit;

    public Coverage()
    {
        Trace.SharedMem = _map;
        Trace.OnBranch = (_, _) => Count();
    }

    /// <summary>Pairs of places seen since ever.</summary>
    public int Edges { get; private set; }

    /// <summary>Branches that the present input took.</summary>
    public long Branches { get; private set; }

    public void Begin(long limit)
    {
        new Span<byte>(_map, MapSize).Clear();
        Trace.PrevLocation = 0;
        (Branches, _limit) = (0, limit);
    }

    /// <summary>True when the input went where none was before, or clearly more often.</summary>
    public bool IsNew()
    {
        var found = false;
        var words = (ulong*)_map;
        for (var word = 0; word < MapSize / sizeof(ulong); word++)
        {
            if (words[word] == 0) continue;
            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++) found |= Mark(i);
        }

        return found;
    }

    /// <summary>Instrumented code runs on, in finalizers: it calls what is here and counts into the map, so neither may go.</summary>
    public void Dispose() => Trace.OnBranch = static (_, _) => { };

    private bool Mark(int place)
    {
        var bucket = BucketOf(_map[place]);
        if ((bucket & ~_seen[place]) == 0) return false;
        if (_seen[place] == 0) Edges++;
        _seen[place] |= bucket;
        return true;
    }

    /// <summary>1, 2, 3, 4–7, 8–15, 16–31, 32–127, more: as afl-fuzz counts.</summary>
    private static byte BucketOf(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        <= 7 => 8,
        <= 15 => 16,
        <= 31 => 32,
        <= 127 => 64,
        _ => 128,
    };

    private void Count()
    {
        if (++Branches > _limit) throw new EndlessInputException(_limit);
    }
}

/// <summary>Ends an input that keeps the code busy for too long.</summary>
internal sealed class EndlessInputException(long branches) : Exception($"More than {branches} branches for one input.");
