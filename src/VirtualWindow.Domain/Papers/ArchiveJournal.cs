using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VirtualWindow.Domain.Papers;

/// <summary>Stored as numbers: append only.</summary>
public enum ArchiveAct
{
    Archived = 0,
    Held = 1,
    Released = 2,
    /// <summary>The class of an item was set.</summary>
    ClassSet = 3,
    PurgeOrdered = 4,
    Purged = 5,
    /// <summary>What a purge left alone, and why.</summary>
    NotPurged = 6,
    /// <summary>A dossier left the house.</summary>
    Fetched = 7,
}

/// <summary>What an entry says.</summary>
/// <param name="Case">The case's number, or an item's code.</param>
/// <param name="By">Name and number of the badge, or "system".</param>
/// <param name="Text">A reason, a hash, what was shredded. Never anything of the case's content: the journal outlives it.</param>
/// <param name="Run">The purge that it belongs to.</param>
public sealed record ArchiveFact(ArchiveAct Act, string Case, string By, string Text, Guid? Run = null);

/// <summary>One line of the archive's journal; never changed, never deleted.</summary>
public sealed class ArchiveEntry
{
    private ArchiveEntry()
    {
    }

    /// <summary>1, 2, 3 … without a gap.</summary>
    public int Sequence { get; private set; }
    public DateTimeOffset At { get; private set; }
    public ArchiveAct Act { get; private set; }
    public string Case { get; private set; } = null!;
    public string By { get; private set; } = null!;
    public string Text { get; private set; } = null!;
    public Guid? Run { get; private set; }
    /// <summary>32 bytes over this line and the hash before it.</summary>
    public byte[] Hash { get; private set; } = null!;

    /// <param name="before">Null for the first.</param>
    public static ArchiveEntry After(ArchiveEntry? before, ArchiveFact fact, DateTimeOffset now)
    {
        var entry = new ArchiveEntry
        {
            Sequence = (before?.Sequence ?? 0) + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            Act = fact.Act,
            Case = fact.Case,
            By = fact.By,
            Text = fact.Text,
            Run = fact.Run,
        };
        entry.Hash = entry.Link(before?.Hash);
        return entry;
    }

    /// <returns>The sequence of the first line that is not what it was or where it was; null when all hold.</returns>
    public static int? FirstBroken(IEnumerable<ArchiveEntry> entries)
    {
        ArchiveEntry? before = null;
        foreach (var entry in entries)
        {
            var expected = (before?.Sequence ?? 0) + 1;
            if (entry.Sequence != expected || !entry.Link(before?.Hash).AsSpan().SequenceEqual(entry.Hash)) return expected;
            before = entry;
        }

        return null;
    }

    // Each part with its length before it: no two lines give the same bytes.
    private byte[] Link(byte[]? before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before ?? new byte[SHA256.HashSizeInBytes]);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (string[])[Number(Sequence), Number(At.ToUnixTimeMilliseconds()), Number((int)Act), Case, By, Text, Run?.ToString("N") ?? ""])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
