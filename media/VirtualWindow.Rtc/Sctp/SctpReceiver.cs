namespace VirtualWindow.Rtc.Sctp;

/// <summary>What became of a DATA chunk.</summary>
internal enum DataOutcome
{
    Taken,
    /// <summary>Seen before, or no room for it now: the SACK says so.</summary>
    Dropped,
    /// <summary>The stream does not exist; acknowledged and thrown away (RFC 9260 §6.5).</summary>
    InvalidStream,
    /// <summary>Contradicts what came before, or too long.</summary>
    Violation,
}

/// <summary>The receiving half of an association: TSNs, the window, when to acknowledge (RFC 9260 §6.2).</summary>
internal sealed class SctpReceiver(SctpOptions options, in SctpAgreement agreed, IMessageSink sink)
{
    private const int MaxDuplicates = 16;
    private const int PacketsPerSack = 2;

    private readonly List<uint> _duplicates = [];
    private readonly ReceivedTsns _tsns = new(agreed.RemoteTsn);
    private readonly InboundMessages _messages = new(options, sink);
    private int _untaken;
    private int _packetsWithoutSack;
    private int _announced = options.ReceiveWindowBytes;
    private bool _sackNow;
    private bool _sawData;
    private MediaTime? _sackAt;

    public uint CumulativeTsn => _tsns.Cumulative;

    /// <summary>Bytes that may still come.</summary>
    public int Window => Math.Max(0, options.ReceiveWindowBytes - _untaken - _messages.Held);

    public long Duplicates { get; private set; }

    /// <summary>Chunks dropped because the window was used up.</summary>
    public long Overruns { get; private set; }

    public IEnumerable<ushort> Streams => _messages.Streams;

    public bool IsSackDue(MediaTime now) => _sackNow || _packetsWithoutSack >= PacketsPerSack || now >= _sackAt;

    public DataOutcome Receive(in DataChunk data)
    {
        _sawData = true;
        _sackNow |= data.WantsSack;
        if (_tsns.IsDuplicate(data.Tsn))
        {
            Duplicates++;
            if (_duplicates.Count < MaxDuplicates) _duplicates.Add(data.Tsn);
            _sackNow = true;
            return DataOutcome.Dropped;
        }
        var hadGaps = _tsns.HasGaps;
        if (!HasRoomFor(data) || !_tsns.TryAdd(data.Tsn))
        {
            Overruns++;
            _sackNow = true;
            return DataOutcome.Dropped;
        }
        // A hole, or one filled: the sender must know at once.
        _sackNow |= hadGaps || _tsns.HasGaps;
        if (data.Stream >= options.MaxStreams) return DataOutcome.InvalidStream;
        return _messages.TryTake(data) && _messages.Held <= 2 * options.ReceiveWindowBytes ? DataOutcome.Taken : DataOutcome.Violation;
    }

    public void Forward(in ForwardTsnChunk forward)
    {
        _sackNow = true;
        if (!SerialNumber.IsBefore(_tsns.Cumulative, forward.NewCumulativeTsn)) return;
        _tsns.Forward(forward.NewCumulativeTsn);
        _messages.Forward(forward);
    }

    public void Reset(ushort stream) => _messages.Reset(stream);

    public void Clear() => _messages.Clear();

    /// <summary>At the end of a packet: counts it towards the next SACK.</summary>
    public void EndPacket(MediaTime now)
    {
        if (!_sawData) return;
        _sawData = false;
        _packetsWithoutSack++;
        _sackAt ??= now + options.SackDelay;
    }

    /// <summary>A message went to its taker and uses the window until <see cref="Release"/>.</summary>
    public void OnPassed(int bytes) => _untaken += bytes;

    /// <summary>The taker is done with so many bytes. A window that opens noticeably is announced at once.</summary>
    public void Release(int bytes)
    {
        _untaken -= bytes;
        if (Window - _announced >= options.ReceiveWindowBytes / 4 || (_announced < options.PacketBytes && Window >= 2 * options.PacketBytes)) _sackNow = true;
    }

    public bool TryWriteSack(ref SctpWriter writer)
    {
        if (writer.Room < SackChunk.FixedLength) return false;
        var room = (writer.Room - SackChunk.FixedLength) / 4;
        var gaps = Math.Min(_tsns.Ranges.Count, room);
        var duplicates = Math.Min(_duplicates.Count, room - gaps);
        _announced = Window;
        writer.Open(SctpChunkType.Sack);
        writer.Write(_tsns.Cumulative);
        writer.Write((uint)_announced);
        writer.Write((ushort)gaps);
        writer.Write((ushort)duplicates);
        for (var i = 0; i < gaps; i++)
        {
            writer.Write((ushort)(_tsns.Ranges[i].Start - _tsns.Cumulative));
            writer.Write((ushort)(_tsns.Ranges[i].End - _tsns.Cumulative));
        }
        for (var i = 0; i < duplicates; i++) writer.Write(_duplicates[i]);
        writer.Close();
        _duplicates.Clear();
        (_sackNow, _packetsWithoutSack, _sackAt) = (false, 0, null);
        return true;
    }

    /// <summary>
    /// The chunk that fills the first hole is taken beyond the window too, or what waits behind it could never leave; but not while the
    /// takers themselves are behind.
    /// </summary>
    private bool HasRoomFor(in DataChunk data) =>
        data.UserData.Length <= Window || (data.Tsn == _tsns.Cumulative + 1 && _untaken < options.ReceiveWindowBytes);
}
