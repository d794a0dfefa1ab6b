namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// The streams to one peer and whose turn it is: one message after the other round the streams, because without RFC 8260 the fragments of
/// a message have consecutive TSNs and nothing can come between them.
/// </summary>
internal sealed class OutboundQueue(SctpOptions options)
{
    private readonly Dictionary<ushort, OutboundStream> _streams = [];
    private readonly Queue<OutboundStream> _turns = new();
    private readonly Queue<OutboundStream> _drained = new();

    /// <summary>Bytes waiting or in flight, all streams.</summary>
    public int Buffered { get; private set; }

    public bool IsEmpty => _turns.Count == 0;

    public OutboundStream? Find(ushort id) => _streams.GetValueOrDefault(id);

    public int BufferedOf(ushort id) => Find(id)?.Buffered ?? 0;

    /// <returns>False when the peer's queue is full or the message too long; the caller keeps its hold of the buffer then.</returns>
    public bool TryEnqueue(ushort stream, uint protocol, SharedBuffer buffer, bool unordered, SctpReliability reliability, MediaTime now)
    {
        if (buffer.Length == 0 || buffer.Length > options.MaxMessageBytes || Buffered + buffer.Length > options.MaxBufferedBytes) return false;
        if (!_streams.TryGetValue(stream, out var to)) _streams.Add(stream, to = new(stream, options.LowWaterBytes, OnSettled));
        MediaTime? expiresAt = reliability.Lifetime is { } lifetime ? now + lifetime : null;
        Buffered += buffer.Length;
        if (!to.IsReady) _turns.Enqueue(to);
        to.Enqueue(new(to, buffer, protocol, unordered, reliability.MaxRetransmits, expiresAt));
        return true;
    }

    /// <summary>The message whose bytes go out next; expired ones that never left are dropped on the way.</summary>
    public OutboundMessage? Next(MediaTime now)
    {
        while (_turns.TryPeek(out var stream))
        {
            var message = stream.Peek();
            if (message is not null && message.Assigned == 0 && message.IsExpired(now)) message.Abandon();
            if (message is { IsAbandoned: false }) return message;
            if (message is not null) stream.Dequeue();
            EndTurn(stream);
        }
        return null;
    }

    /// <summary>All of the message that came from <see cref="Next"/> has a TSN.</summary>
    public void OnAssigned(OutboundMessage message)
    {
        message.Stream.Dequeue();
        EndTurn(message.Stream);
    }

    /// <summary>A stream that drained to its low water since the last call.</summary>
    public bool TryTakeDrained(out ushort id)
    {
        id = 0;
        if (!_drained.TryDequeue(out var stream)) return false;
        id = stream.Id;
        stream.TakeDrained();
        return true;
    }

    public void Forget(ushort stream)
    {
        if (_streams.TryGetValue(stream, out var found) && found.Buffered == 0) _streams.Remove(stream);
    }

    public void DropAll()
    {
        foreach (var stream in _streams.Values) stream.DropUnsent();
    }

    private void EndTurn(OutboundStream stream)
    {
        _turns.Dequeue();
        if (stream.IsReady) _turns.Enqueue(stream);
    }

    private void OnSettled(OutboundStream stream, int bytes)
    {
        Buffered -= bytes;
        if (stream.HasDrained && !_drained.Contains(stream)) _drained.Enqueue(stream);
    }
}
