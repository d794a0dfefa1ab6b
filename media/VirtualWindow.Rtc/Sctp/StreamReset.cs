using System.Buffers.Binary;

namespace VirtualWindow.Rtc.Sctp;

/// <summary>
/// RE-CONFIG (RFC 6525): both sides may restart the numbering of streams, which is how a data channel closes (RFC 8831 §6.7).
/// <code>
/// | outgoing reset (13) | length | request (32) | response (32) | last TSN (32) | stream (16) …
/// | response (16)       | length | request (32) | result (32)
/// </code>
/// </summary>
internal sealed class StreamReset(SctpOptions options, SctpSender sender, SctpReceiver receiver, in SctpAgreement agreed, IStreamResetUser user)
{
    private const ushort OutgoingReset = 13;
    private const ushort IncomingReset = 14;
    private const ushort Response = 16;
    private const int RequestLength = 12;
    private const int MaxStreamsPerRequest = 128;

    private enum Result : uint { NothingToDo = 0, Performed = 1, Denied = 2, BadNumber = 5, InProgress = 6 }

    private readonly List<ushort> _waiting = [];
    private readonly List<ushort> _asked = [];
    private readonly Queue<(uint Request, Result Result)> _responses = new();
    private readonly bool _isSupported = agreed.Extensions.HasFlag(SctpExtensions.ReConfig);
    private uint _nextRequest = agreed.LocalTsn;
    private uint _expectedRequest = agreed.RemoteTsn;
    private Result _lastResult;
    private uint _lastTsn;
    private MediaTime? _repeatAt;
    private bool _requestDue;

    /// <summary>Requests in a row that nobody answered.</summary>
    public int Failures { get; private set; }

    /// <summary>Resets the outgoing half of the stream as soon as nothing of it is in flight.</summary>
    public void Ask(ushort stream)
    {
        if (!_waiting.Contains(stream) && !_asked.Contains(stream)) _waiting.Add(stream);
    }

    /// <summary>As if the response to a request for this stream had arrived.</summary>
    public void Confirm(ushort stream)
    {
        if (!_asked.Contains(stream)) return;
        _nextRequest++;
        Finish();
    }

    /// <summary>Reads a RE-CONFIG chunk; at most two parameters (RFC 6525 §3.1).</summary>
    public void Receive(ReadOnlySpan<byte> value, MediaTime now)
    {
        var reader = new ParameterReader(value);
        while (reader.MoveNext())
        {
            if (reader.Value.Length < sizeof(uint) || _responses.Count > 8) return;
            var number = BinaryPrimitives.ReadUInt32BigEndian(reader.Value);
            if (reader.Type == Response) OnResponse(number, reader.Value, now);
            else _responses.Enqueue((number, Answer(reader.Type, number, reader.Value)));
        }
    }

    public void Tick(MediaTime now)
    {
        if (_repeatAt is not { } due || now < due) return;
        _requestDue = true;
        Failures++;
        _repeatAt = now + sender.Rto;
    }

    public void Write(ref SctpWriter writer, MediaTime now)
    {
        while (_responses.Count > 0 && writer.Room >= 12)
        {
            var (request, result) = _responses.Dequeue();
            writer.Open(SctpChunkType.ReConfig);
            writer.Write(Response);
            writer.Write((ushort)12);
            writer.Write(request);
            writer.Write((uint)result);
            writer.Close();
        }
        if (_asked.Count == 0) Collect(now);
        if (_requestDue && writer.Room >= SctpChunk.HeaderLength + RequestLength + (_asked.Count * 2)) WriteRequest(ref writer);
    }

    private void Collect(MediaTime now)
    {
        foreach (var stream in _waiting)
        {
            if (_asked.Count < MaxStreamsPerRequest && sender.IsSettled(stream)) _asked.Add(stream);
        }
        if (_asked.Count == 0) return;
        _waiting.RemoveAll(_asked.Contains);
        if (!_isSupported)
        {
            // Such a peer cannot be told; both sides simply forget the stream.
            Finish();
            return;
        }
        (_lastTsn, _requestDue, _repeatAt) = (sender.LastAssignedTsn, true, now + sender.Rto);
    }

    private void WriteRequest(ref SctpWriter writer)
    {
        writer.Open(SctpChunkType.ReConfig);
        writer.Write(OutgoingReset);
        writer.Write((ushort)(SctpChunk.HeaderLength + RequestLength + (_asked.Count * 2)));
        writer.Write(_nextRequest);
        writer.Write(_expectedRequest - 1);
        writer.Write(_lastTsn);
        foreach (var stream in _asked) writer.Write(stream);
        writer.Close();
        _requestDue = false;
    }

    private void OnResponse(uint number, ReadOnlySpan<byte> value, MediaTime now)
    {
        if (_asked.Count == 0 || number != _nextRequest || value.Length < 8) return;
        Failures = 0;
        if ((Result)BinaryPrimitives.ReadUInt32BigEndian(value[4..]) == Result.InProgress)
        {
            _repeatAt = now + sender.Rto;
            return;
        }
        // Performed, or refused for good: either way there is nothing left to wait for.
        _nextRequest++;
        Finish();
    }

    private void Finish()
    {
        _repeatAt = null;
        _requestDue = false;
        var done = _asked.ToArray();
        _asked.Clear();
        foreach (var stream in done)
        {
            sender.Queue.Find(stream)?.Reset();
            sender.Queue.Forget(stream);
            user.OnOutgoingReset(stream);
        }
    }

    private Result Answer(ushort type, uint number, ReadOnlySpan<byte> value)
    {
        var isRepeat = number == _expectedRequest - 1;
        if (isRepeat && _lastResult != Result.InProgress) return _lastResult;
        if (!isRepeat && number != _expectedRequest) return Result.BadNumber;
        _expectedRequest = number + 1;
        return _lastResult = type switch
        {
            OutgoingReset => ResetIncoming(value),
            IncomingReset => AskAll(value[sizeof(uint)..]),
            _ => Result.Denied, // numbering of the association itself, more streams: nobody needs it here
        };
    }

    private Result ResetIncoming(ReadOnlySpan<byte> value)
    {
        if (value.Length < RequestLength) return Result.Denied;
        var lastTsn = BinaryPrimitives.ReadUInt32BigEndian(value[8..]);
        if (SerialNumber.IsBefore(receiver.CumulativeTsn, lastTsn)) return Result.InProgress;
        var streams = value[RequestLength..];
        if (streams.Length < 2)
        {
            foreach (var stream in receiver.Streams.ToArray()) ResetIncoming(stream);
        }
        for (; streams.Length >= 2; streams = streams[2..]) ResetIncoming(BinaryPrimitives.ReadUInt16BigEndian(streams));
        return Result.Performed;
    }

    private void ResetIncoming(ushort stream)
    {
        if (stream >= options.MaxStreams) return;
        receiver.Reset(stream);
        user.OnIncomingReset(stream);
    }

    private Result AskAll(ReadOnlySpan<byte> streams)
    {
        for (; streams.Length >= 2; streams = streams[2..])
        {
            var stream = BinaryPrimitives.ReadUInt16BigEndian(streams);
            if (sender.Queue.Find(stream) is not null) Ask(stream);
        }
        return Result.Performed;
    }
}

/// <summary>Hears which streams start anew.</summary>
internal interface IStreamResetUser
{
    /// <summary>The other side will count from zero: it has closed its half.</summary>
    void OnIncomingReset(ushort stream);

    /// <summary>The other side knows that we count from zero: our half is closed.</summary>
    void OnOutgoingReset(ushort stream);
}
