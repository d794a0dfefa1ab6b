using System.Buffers.Binary;
using System.Text;

namespace VirtualWindow.Testing.Media;

/// <summary>
/// Reads WebM by the specification (RFC 8794, RFC 9559), knowing nothing of who wrote it. Strict: an id that is not known, a size that
/// does not fit or a stray byte is an error, except at the end of a file that was cut off.
/// </summary>
public sealed class MatroskaReader
{
    private const long Unknown = -1;

    private static readonly Dictionary<uint, string> Masters = new()
    {
        [0x1A45DFA3] = "EBML", [0x18538067] = "Segment", [0x114D9B74] = "SeekHead", [0x4DBB] = "Seek", [0x1549A966] = "Info", [0x1654AE6B] = "Tracks",
        [0xAE] = "TrackEntry", [0xE0] = "Video", [0xE1] = "Audio", [0x1F43B675] = "Cluster", [0x1C53BB6B] = "Cues", [0xBB] = "CuePoint", [0xB7] = "CueTrackPositions",
    };

    private static readonly Dictionary<uint, string> Leaves = new()
    {
        [0x4286] = "EBMLVersion", [0x42F7] = "EBMLReadVersion", [0x42F2] = "EBMLMaxIDLength", [0x42F3] = "EBMLMaxSizeLength", [0x4282] = "DocType",
        [0x4287] = "DocTypeVersion", [0x4285] = "DocTypeReadVersion", [0x53AB] = "SeekID", [0x53AC] = "SeekPosition", [0x2AD7B1] = "TimestampScale",
        [0x4489] = "Duration", [0x4461] = "DateUTC", [0x4D80] = "MuxingApp", [0x5741] = "WritingApp", [0xD7] = "TrackNumber", [0x73C5] = "TrackUID",
        [0x83] = "TrackType", [0x9C] = "FlagLacing", [0x22B59C] = "Language", [0x536E] = "Name", [0x86] = "CodecID", [0x63A2] = "CodecPrivate",
        [0x56BB] = "SeekPreRoll", [0xB0] = "PixelWidth", [0xBA] = "PixelHeight", [0xB5] = "SamplingFrequency", [0x9F] = "Channels", [0xE7] = "Timestamp",
        [0xA3] = "SimpleBlock", [0xB3] = "CueTime", [0xF7] = "CueTrack", [0xF1] = "CueClusterPosition", [0xEC] = "Void",
    };

    private readonly byte[] _bytes;
    private readonly List<MatroskaBlock> _blocks = [];
    private long _clusterTime;
    private long _clusterAt;
    private long _segmentAt;

    private MatroskaReader(byte[] bytes) => _bytes = bytes;

    public IReadOnlyList<MatroskaBlock> Blocks => _blocks;

    /// <summary>Values of leaves by path, e.g. <c>Segment/Info/Duration</c>, in the order of the file.</summary>
    public Dictionary<string, List<byte[]>> Values { get; } = [];

    /// <summary>Start of each cluster in the file, and its time in milliseconds.</summary>
    public List<(long At, long Time)> Clusters { get; } = [];

    /// <summary>Where the segment's data begins: positions in cues and seek heads count from here.</summary>
    public long SegmentAt => _segmentAt;

    /// <summary>The file ends within an element.</summary>
    public bool IsCutOff { get; private set; }

    public static MatroskaReader Read(byte[] bytes)
    {
        var reader = new MatroskaReader(bytes);
        reader.ReadElements(0, bytes.Length, "");
        return reader;
    }

    public ulong Number(string path, int index = 0)
    {
        var value = 0UL;
        foreach (var one in Values[path][index]) value = (value << 8) | one;
        return value;
    }

    public string Text(string path, int index = 0) => Encoding.UTF8.GetString(Values[path][index]);

    public double Real(string path) => BinaryPrimitives.ReadDoubleBigEndian(Values[path][0]);

    public DateTimeOffset Date(string path) =>
        new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(BinaryPrimitives.ReadInt64BigEndian(Values[path][0]) / 100);

    private void ReadElements(long at, long end, string path)
    {
        while (at < end)
        {
            var start = at;
            if (!TryReadId(ref at, end, out var id) || !TryReadSize(ref at, end, out var size))
            {
                IsCutOff = true;
                return;
            }

            if (EndsUnknown(path, id)) throw new InvalidDataException($"element {id:X} at {start} within {path}");
            var until = size == Unknown ? UnknownEnd(at, end, path, id) : at + size;
            if (until > end) (IsCutOff, until) = (true, end);
            Take(id, start, at, until, path);
            at = until;
        }
    }

    private void Take(uint id, long start, long at, long until, string path)
    {
        if (Masters.TryGetValue(id, out var master))
        {
            if (master == "Segment") _segmentAt = at;
            if (master == "Cluster") _clusterAt = start;
            ReadElements(at, until, path.Length == 0 ? master : $"{path}/{master}");
            return;
        }

        var name = Leaves.GetValueOrDefault(id) ?? throw new InvalidDataException($"unknown element {id:X} at {start} in {path}");
        var data = _bytes[(int)at..(int)until];
        if (name == "SimpleBlock") ReadBlock(start, data);
        else if (name == "Timestamp") ReadClusterTime(data);
        if (name is "SimpleBlock" or "Void") return;
        var key = $"{path}/{name}";
        if (!Values.TryGetValue(key, out var values)) Values.Add(key, values = []);
        values.Add(data);
    }

    private void ReadClusterTime(byte[] data)
    {
        _clusterTime = 0;
        foreach (var one in data) _clusterTime = (_clusterTime << 8) | one;
        Clusters.Add((_clusterAt, _clusterTime));
    }

    private void ReadBlock(long start, byte[] data)
    {
        if (data.Length < 4 || (data[0] & 0x80) == 0)
        {
            if (!IsCutOff) throw new InvalidDataException($"block at {start}");
            return;
        }

        var time = _clusterTime + BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(1));
        _blocks.Add(new MatroskaBlock(data[0] & 0x7F, time, (data[3] & 0x80) != 0, data[4..], _clusterTime));
    }

    /// <summary>A cluster or segment of unknown size ends at the next element of its own level or above (RFC 8794 §6.2).</summary>
    private long UnknownEnd(long at, long end, string path, uint id)
    {
        if (Masters.GetValueOrDefault(id) is not ("Segment" or "Cluster")) throw new InvalidDataException($"unknown size of {id:X} in {path}");
        if (Masters[id] == "Segment") return end;
        while (at < end)
        {
            var start = at;
            if (!TryReadId(ref at, end, out var inner) || !TryReadSize(ref at, end, out var size)) return end;
            if (Masters.GetValueOrDefault(inner) is "Cluster" or "Cues") return start;
            at += size;
        }

        return end;
    }

    private static bool EndsUnknown(string path, uint id) => path.EndsWith("Cluster", StringComparison.Ordinal) && Masters.ContainsKey(id);

    private bool TryReadId(ref long at, long end, out uint id)
    {
        id = 0;
        if (at >= end) return false;
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)_bytes[at]) - 24 + 1;
        if (length > 4) throw new InvalidDataException($"id at {at}");
        if (at + length > end) return false;
        for (var i = 0; i < length; i++) id = (id << 8) | _bytes[at++];
        return true;
    }

    private bool TryReadSize(ref long at, long end, out long size)
    {
        size = 0;
        if (at >= end) return false;
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)_bytes[at]) - 24 + 1;
        if (length > 8) throw new InvalidDataException($"size at {at}");
        if (at + length > end) return false;
        size = _bytes[at++] & ((1 << (8 - length)) - 1);
        var allOnes = size == (1 << (8 - length)) - 1;
        for (var i = 1; i < length; i++)
        {
            allOnes &= _bytes[at] == 0xFF;
            size = (size << 8) | _bytes[at++];
        }

        if (allOnes) size = Unknown;
        return true;
    }
}

/// <param name="Time">Milliseconds since the start of the file.</param>
/// <param name="ClusterTime">Time of the cluster it lies in.</param>
public sealed record MatroskaBlock(int Track, long Time, bool IsKeyFrame, byte[] Data, long ClusterTime);
