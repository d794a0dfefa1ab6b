namespace VirtualWindow.Rtc.Sctp;

/// <content>Partial reliability (RFC 3758): messages that are given up, and FORWARD TSN that tells of it.</content>
internal sealed partial class SctpSender
{
    /// <summary>All of the message that a chunk belongs to: half of one is of no use (RFC 3758 §3.5 A3). Its chunks lie side by side.</summary>
    private void Abandon(uint tsn)
    {
        var message = _outstanding[tsn].Message;
        while (_outstanding.Contains(tsn - 1) && ReferenceEquals(_outstanding[tsn - 1].Message, message)) tsn--;
        for (; _outstanding.Contains(tsn) && ReferenceEquals(_outstanding[tsn].Message, message); tsn++)
        {
            ref var chunk = ref _outstanding[tsn];
            if (chunk.State == ChunkState.InFlight) Flight -= chunk.Length;
            if (chunk.State == ChunkState.Lost) _lost--;
            chunk.State = ChunkState.Abandoned;
        }
        Abandon(message);
        _forwardDue = true;
    }

    private void Abandon(OutboundMessage message)
    {
        if (!message.IsAbandoned) MessagesAbandoned++;
        message.Abandon();
    }

    /// <summary>Advanced.Peer.Ack.Point (RFC 3758 §3.5 C1–C4).</summary>
    private void AdvanceForward(uint acknowledged, MediaTime now)
    {
        if (SerialNumber.IsBefore(_forwardTo, acknowledged)) _forwardTo = acknowledged;
        var before = _forwardTo;
        while (_outstanding.Contains(_forwardTo + 1) && _outstanding[_forwardTo + 1].State == ChunkState.Abandoned) _forwardTo++;
        var isOwed = SerialNumber.IsBefore(acknowledged, _forwardTo);
        _forwardDue = isOwed && (_forwardDue || _forwardTo != before || now - _lastForward >= _timeout.RoundTrip);
        if (isOwed && _expiresAt is null) _expiresAt = now + _timeout.Current;
    }

    /// <summary>True when a FORWARD TSN went into the packet.</summary>
    public bool TryWriteForward(ref SctpWriter writer, MediaTime now)
    {
        if (!_forwardDue) return false;
        AdvanceForward(_outstanding.First - 1, now);
        if (!_forwardDue || writer.Room < ForwardTsnChunk.FixedLength + (ForwardTsnChunk.EntryLength * 8)) return false;
        var entries = (writer.Room - ForwardTsnChunk.FixedLength) / ForwardTsnChunk.EntryLength;
        Span<(ushort Stream, ushort Sequence)> skipped = stackalloc (ushort, ushort)[Math.Min(entries, 128)];
        var count = CollectSkipped(skipped, out var upTo);
        writer.Open(SctpChunkType.ForwardTsn);
        writer.Write(upTo);
        foreach (var (stream, sequence) in skipped[..count])
        {
            writer.Write(stream);
            writer.Write(sequence);
        }
        writer.Close();
        _forwardDue = upTo != _forwardTo;
        _lastForward = now;
        return true;
    }

    /// <summary>The highest sequence number given up per ordered stream; stops where the list is full.</summary>
    private int CollectSkipped(Span<(ushort Stream, ushort Sequence)> skipped, out uint upTo)
    {
        var count = 0;
        upTo = _outstanding.First - 1;
        while (upTo != _forwardTo)
        {
            var message = _outstanding[upTo + 1].Message;
            if (!message.IsUnordered)
            {
                var i = 0;
                while (i < count && skipped[i].Stream != message.Stream.Id) i++;
                if (i == skipped.Length) return count;
                skipped[i] = (message.Stream.Id, message.Sequence);
                count = Math.Max(count, i + 1);
            }
            upTo++;
        }
        return count;
    }
}
