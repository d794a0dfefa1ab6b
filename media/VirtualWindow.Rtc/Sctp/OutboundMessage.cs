namespace VirtualWindow.Rtc.Sctp;

/// <summary>How hard to try (RFC 3758, RFC 7496): both null means until delivered.</summary>
internal readonly record struct SctpReliability(int? MaxRetransmits = null, TimeSpan? Lifetime = null)
{
    public static SctpReliability Full => default;
}

/// <summary>One message on its way out; its bytes are held until every fragment is acknowledged or given up.</summary>
internal sealed class OutboundMessage(OutboundStream stream, SharedBuffer buffer, uint protocol, bool unordered, int? maxRetransmits, MediaTime? expiresAt)
{
    private bool _released;

    public OutboundStream Stream { get; } = stream;

    public uint Protocol { get; } = protocol;

    public bool IsUnordered { get; } = unordered;

    public int Length { get; } = buffer.Length;

    /// <summary>Set when the first fragment leaves; an unordered message has none.</summary>
    public ushort Sequence { get; set; }

    /// <summary>Bytes that have a TSN.</summary>
    public int Assigned { get; set; }

    /// <summary>Bytes acknowledged or given up.</summary>
    public int Settled { get; private set; }

    public bool IsAbandoned { get; private set; }

    public ReadOnlySpan<byte> Slice(int offset, int length) => buffer.Bytes.Slice(offset, length);

    public bool IsExpired(MediaTime now) => expiresAt is { } end && now >= end;

    /// <summary>A chunk of it was lost: is another transmission still allowed?</summary>
    public bool MayRepeat(int transmissions, MediaTime now) => !IsExpired(now) && (maxRetransmits is not { } limit || transmissions <= limit);

    /// <summary>Counts bytes that need not be sent again.</summary>
    public void Settle(int bytes)
    {
        Settled += bytes;
        Stream.Settle(bytes);
        if (Settled == Length) Release();
    }

    public void Abandon()
    {
        if (IsAbandoned) return;
        IsAbandoned = true;
        Settle(Length - Settled);
    }

    private void Release()
    {
        if (_released) return;
        _released = true;
        buffer.Release();
    }
}
