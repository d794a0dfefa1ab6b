using System.Buffers;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>Takes whole messages in the order their streams want.</summary>
internal interface IMessageSink
{
    void OnMessage(ushort stream, uint protocol, ReadOnlySpan<byte> message);
}

/// <summary>
/// Puts fragments together and ordered messages in order (RFC 9260 §6.5, §6.6, §6.9). A fragment either continues a message whose earlier
/// part is here or waits as a stray until that part comes; so each byte is copied once or twice, whatever the order of arrival.
/// </summary>
internal sealed class InboundMessages(SctpOptions options, IMessageSink sink)
{
    private readonly Dictionary<ushort, InboundStream> _streams = [];
    private readonly Dictionary<uint, PartialMessage> _partials = []; // by the TSN they wait for
    private readonly Dictionary<uint, Fragment> _strays = [];

    /// <summary>Bytes that wait here, an allowance for each piece's own cost included.</summary>
    public int Held { get; private set; }

    /// <summary>Takes a chunk whose TSN is new. An unfragmented message whose turn it is passes through without a copy.</summary>
    /// <returns>False when fragments contradict each other or the message is too long: the association is to be aborted.</returns>
    public bool TryTake(in DataChunk data)
    {
        var head = new MessageHead(data.Stream, data.IsUnordered ? (ushort)0 : data.StreamSequence, data.Protocol, data.IsUnordered);
        if (data.IsBegin && data.IsEnd) return TryPass(head, data.UserData);
        if (data.IsBegin) return TryContinue(new(head, data.Tsn), data.Tsn, data.UserData, isEnd: false);
        if (_partials.Remove(data.Tsn, out var partial)) return partial.Head == head with { Protocol = partial.Head.Protocol } && TryContinue(partial, data.Tsn, data.UserData, data.IsEnd);
        var fragment = new Fragment(head, Copy(data.UserData), data.UserData.Length, data.IsEnd);
        _strays.Add(data.Tsn, fragment);
        return true;
    }

    /// <summary>Forgets what the sender has given up, and lets pass what it kept waiting (RFC 3758 §3.6).</summary>
    public void Forward(in ForwardTsnChunk forward)
    {
        foreach (var (next, partial) in _partials)
        {
            if (SerialNumber.IsBefore(forward.NewCumulativeTsn, partial.FirstTsn)) continue;
            _partials.Remove(next);
            Give(partial.Take(), partial.Length);
        }
        foreach (var (tsn, stray) in _strays)
        {
            if (SerialNumber.IsBefore(forward.NewCumulativeTsn, tsn)) continue;
            _strays.Remove(tsn);
            Give(stray.Bytes, stray.Length);
        }
        for (var i = 0; i < forward.SkippedCount; i++)
        {
            var (id, sequence) = forward.Skipped(i);
            // A stream that only skips needs no memory as long as it is at its start.
            if (id < options.MaxStreams) Skip(StreamOf(id), sequence);
        }
    }

    /// <summary>The other side starts the stream anew (RFC 6525 §5.2.2).</summary>
    public void Reset(ushort stream)
    {
        if (!_streams.Remove(stream, out var found)) return;
        foreach (var waiting in found.Waiting.Values) Give(waiting.Bytes, waiting.Length);
    }

    /// <summary>All streams that have been used.</summary>
    public IEnumerable<ushort> Streams => _streams.Keys;

    public void Clear()
    {
        foreach (var stream in _streams.Keys.ToArray()) Reset(stream);
        foreach (var partial in _partials.Values) Give(partial.Take(), partial.Length);
        foreach (var stray in _strays.Values) Give(stray.Bytes, stray.Length);
        _partials.Clear();
        _strays.Clear();
    }

    private bool TryContinue(PartialMessage partial, uint tsn, ReadOnlySpan<byte> bytes, bool isEnd)
    {
        if (!TryAppend(partial, bytes)) return false;
        while (!isEnd && _strays.Remove(++tsn, out var stray))
        {
            var fits = stray.Head == partial.Head with { Protocol = stray.Head.Protocol } && TryAppend(partial, stray.Bytes.AsSpan(0, stray.Length));
            Give(stray.Bytes, stray.Length);
            if (!fits) return false;
            isEnd = stray.IsEnd;
        }
        if (!isEnd) return _partials.TryAdd(partial.NextTsn, partial);
        return TryPass(partial);
    }

    private bool TryAppend(PartialMessage partial, ReadOnlySpan<byte> bytes)
    {
        var isFirst = partial.Length == 0;
        if (partial.Length + bytes.Length > options.MaxMessageBytes) return false;
        partial.Append(bytes);
        Held += bytes.Length + (isFirst ? PieceCost : 0);
        return true;
    }

    private bool TryPass(PartialMessage partial)
    {
        var (array, length) = (partial.Take(), partial.Length);
        var passed = TryPass(partial.Head, array.AsSpan(0, length));
        Give(array, length);
        return passed;
    }

    private bool TryPass(in MessageHead head, ReadOnlySpan<byte> message)
    {
        if (message.Length > options.MaxMessageBytes) return false;
        if (head.IsUnordered)
        {
            sink.OnMessage(head.Stream, head.Protocol, message);
            return true;
        }
        var stream = StreamOf(head.Stream);
        if (head.Sequence == stream.Expected)
        {
            stream.Expected++;
            sink.OnMessage(head.Stream, head.Protocol, message);
            PassWaiting(head.Stream, stream);
            return true;
        }
        // A number that has passed, or comes twice under two TSNs: the sender is broken.
        if (SerialNumber.IsBefore(head.Sequence, stream.Expected) || stream.Waiting.ContainsKey(head.Sequence)) return false;
        stream.Waiting.Add(head.Sequence, new(Copy(message), message.Length, head.Protocol));
        return true;
    }

    private void PassWaiting(ushort id, InboundStream stream)
    {
        while (stream.Waiting.Remove(stream.Expected, out var waiting)) PassOne(id, stream, waiting);
    }

    private void PassOne(ushort id, InboundStream stream, in WaitingMessage waiting)
    {
        stream.Expected++;
        sink.OnMessage(id, waiting.Protocol, waiting.Bytes.AsSpan(0, waiting.Length));
        Give(waiting.Bytes, waiting.Length);
    }

    /// <summary>Up to this number nothing more comes: what is here passes, in order.</summary>
    private void Skip(InboundStream stream, ushort sequence)
    {
        if (SerialNumber.IsBefore(sequence, stream.Expected)) return;
        while (stream.Waiting.Count > 0 && !SerialNumber.IsBefore(sequence, stream.Expected))
        {
            if (stream.Waiting.Remove(stream.Expected, out var waiting)) PassOne(stream.Id, stream, waiting);
            else stream.Expected++;
        }
        if (!SerialNumber.IsBefore(sequence, stream.Expected)) stream.Expected = (ushort)(sequence + 1);
        PassWaiting(stream.Id, stream);
    }

    private InboundStream StreamOf(ushort id)
    {
        if (!_streams.TryGetValue(id, out var stream)) _streams.Add(id, stream = new(id));
        return stream;
    }

    private const int PieceCost = 128;

    private byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        var array = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(array);
        Held += bytes.Length + PieceCost;
        return array;
    }

    private void Give(byte[] array, int length)
    {
        Held -= length + PieceCost;
        ArrayPool<byte>.Shared.Return(array);
    }

    private readonly record struct MessageHead(ushort Stream, ushort Sequence, uint Protocol, bool IsUnordered);

    private readonly record struct Fragment(MessageHead Head, byte[] Bytes, int Length, bool IsEnd);

    private readonly record struct WaitingMessage(byte[] Bytes, int Length, uint Protocol);

    private sealed class InboundStream(ushort id)
    {
        public ushort Id { get; } = id;

        public ushort Expected { get; set; }

        public Dictionary<ushort, WaitingMessage> Waiting { get; } = [];
    }

    private sealed class PartialMessage(MessageHead head, uint firstTsn)
    {
        private byte[] _bytes = [];

        public MessageHead Head { get; } = head;

        public uint FirstTsn { get; } = firstTsn;

        public uint NextTsn { get; private set; } = firstTsn;

        public int Length { get; private set; }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (Length + bytes.Length > _bytes.Length) Grow(Length + bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
            NextTsn++;
        }

        public byte[] Take() => _bytes;

        private void Grow(int least)
        {
            var grown = ArrayPool<byte>.Shared.Rent(Math.Max(least, _bytes.Length * 2));
            _bytes.AsSpan(0, Length).CopyTo(grown);
            if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = grown;
        }
    }
}
