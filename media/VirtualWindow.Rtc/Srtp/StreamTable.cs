namespace VirtualWindow.Rtc.Srtp;

/// <summary>Per-SSRC state of one direction: a small bounded table with the last hit in front.</summary>
internal sealed class StreamTable<TStream>(int capacity)
    where TStream : class
{
    /// <summary>The longest has a replay window.</summary>
    private const int StreamBytes = 128;

    private uint[] _ssrcs = new uint[4];
    private TStream[] _streams = new TStream[4];
    private int _last;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>Brings nearer what the next packet most likely asks for (<see cref="CacheLines"/>).</summary>
    public void FetchLast()
    {
        CacheLines.Fetch(_ssrcs, 1);
        if (_last < Count) CacheLines.Fetch(_streams[_last], StreamBytes);
    }

    public TStream? Find(uint ssrc)
    {
        if (_last < Count && _ssrcs[_last] == ssrc) return _streams[_last];
        var found = _ssrcs.AsSpan(0, Count).IndexOf(ssrc);
        if (found < 0) return null;
        _last = found;
        return _streams[found];
    }

    /// <summary>The caller has checked <see cref="IsFull"/>: nothing is evicted, since a forgotten stream could be replayed.</summary>
    public void Add(uint ssrc, TStream stream)
    {
        if (Count == _ssrcs.Length)
        {
            Array.Resize(ref _ssrcs, Count * 2);
            Array.Resize(ref _streams, Count * 2);
        }

        _ssrcs[Count] = ssrc;
        _streams[Count] = stream;
        _last = Count++;
    }
}
