namespace VirtualWindow.Sfu.Forwarding;

/// <summary>
/// Keeps picture ids and base layer indices (RFC 7741 §4.2) of one outgoing VP8 stream continuous over layer switches and over
/// dropped temporal layers: a decoder takes a gap in either for a lost picture and waits. Decides per picture which
/// temporal layers go through, so that no picture is sent in part.
/// </summary>
internal struct PictureRewriter()
{
    private NumberLine _ids = new(0);
    private long _highestId = NoPicture;
    private bool _highestIsDropped;
    private byte _tl0Offset;
    private byte _lastTl0;
    private bool _everTl0;
    private int _allowedLayer = AllLayers;

    public const int AllLayers = 2;
    private const long NoPicture = -1;

    /// <summary>Ids grow from here, so that late pictures before the first stay positive.</summary>
    private const long FirstCycle = 1 << 15;

    /// <summary>The highest temporal layer a receiver should get; upwards it waits for a picture where that layer may begin.</summary>
    public int WantedLayer { get; set; } = AllLayers;

    /// <summary>The highest temporal layer that goes through now.</summary>
    public readonly int AllowedLayer => _allowedLayer;

    /// <summary>Another source: its numbers mean other pictures.</summary>
    public void Restart()
    {
        _ids.Restart();
        _highestId = NoPicture;
    }

    /// <returns>False when the picture is left out, or older than anything that can still be sent.</returns>
    public bool TryMap(in Picture picture, bool startsKeyFrame, out PictureNumbers numbers)
    {
        numbers = PictureNumbers.None;
        if (!picture.IsNumbered) return true;
        var id = Extend(picture);
        if (id > _highestId) Decide(picture, id, startsKeyFrame);
        if (id == _highestId && _highestIsDropped) return false;
        if (!_ids.TryMap(id, out var outgoing)) return false;
        numbers = new PictureNumbers((ushort)(outgoing & Mask(picture.IdBits)), picture.IdBits, Tl0Of(picture));
        return true;
    }

    private void Decide(in Picture picture, long id, bool startsKeyFrame)
    {
        if (WantedLayer < _allowedLayer || startsKeyFrame) _allowedLayer = WantedLayer;
        else if (picture.LayerSync && picture.TemporalLayer > _allowedLayer && picture.TemporalLayer <= WantedLayer) _allowedLayer = picture.TemporalLayer;
        if (!_ids.Started) StartTl0(picture);
        _highestId = id;
        _highestIsDropped = picture.TemporalLayer > _allowedLayer && _ids.TryDrop(id);
    }

    private void StartTl0(in Picture picture)
    {
        if (_everTl0 && picture.Tl0Index >= 0) _tl0Offset = (byte)(_lastTl0 + 1 - picture.Tl0Index);
    }

    private short Tl0Of(in Picture picture)
    {
        if (picture.Tl0Index < 0) return -1;
        var index = (byte)(picture.Tl0Index + _tl0Offset);
        // Late packets carry older indices.
        if (!_everTl0 || (sbyte)(index - _lastTl0) > 0) _lastTl0 = index;
        _everTl0 = true;
        return index;
    }

    /// <summary>The id nearest to the highest one that ends with these bits.</summary>
    private readonly long Extend(in Picture picture)
    {
        if (_highestId == NoPicture) return FirstCycle + picture.Id;
        var range = 1L << picture.IdBits;
        var distance = (picture.Id - _highestId) & (range - 1);
        return _highestId + (distance < range / 2 ? distance : distance - range);
    }

    private static long Mask(int bits) => (1L << bits) - 1;
}
