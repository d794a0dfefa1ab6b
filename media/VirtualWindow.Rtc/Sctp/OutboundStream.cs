namespace VirtualWindow.Rtc.Sctp;

/// <summary>Messages of one stream that wait for their turn, and what of it is still unsettled.</summary>
internal sealed class OutboundStream(ushort id, int lowWater, Action<OutboundStream, int> onSettled)
{
    private readonly Queue<OutboundMessage> _waiting = new();
    private bool _wasHigh;

    public ushort Id { get; } = id;

    /// <summary>Next stream sequence number.</summary>
    public ushort NextSequence { get; set; }

    /// <summary>Bytes waiting or in flight.</summary>
    public int Buffered { get; private set; }

    /// <summary>Somebody is to be told that it drained.</summary>
    public bool HasDrained { get; private set; }

    public bool IsReady => _waiting.Count > 0;

    public void Enqueue(OutboundMessage message)
    {
        _waiting.Enqueue(message);
        Buffered += message.Length;
        _wasHigh |= Buffered > lowWater;
    }

    public OutboundMessage? Peek() => _waiting.TryPeek(out var message) ? message : null;

    public void Dequeue() => _waiting.Dequeue();

    public void Settle(int bytes)
    {
        Buffered -= bytes;
        if (_wasHigh && Buffered <= lowWater) (_wasHigh, HasDrained) = (false, true);
        onSettled(this, bytes);
    }

    public void TakeDrained() => HasDrained = false;

    /// <summary>Gives up what has no TSN yet; a message that is partly out goes on.</summary>
    public void DropUnsent()
    {
        var keep = _waiting.TryPeek(out var first) && first.Assigned > 0 ? _waiting.Dequeue() : null;
        while (_waiting.TryDequeue(out var message)) message.Abandon();
        if (keep is not null) _waiting.Enqueue(keep);
    }

    /// <summary>After a reset both sides count from zero (RFC 6525 §5.2.2).</summary>
    public void Reset() => NextSequence = 0;
}
