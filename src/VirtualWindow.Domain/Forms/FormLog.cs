using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VirtualWindow.Domain.Forms;

/// <summary>One entry as it is kept: its exact text and the hash that binds it to all before it.</summary>
/// <param name="Text">JSON; hashed and kept byte for byte, since writing it again might differ.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record LoggedEntry(long Sequence, string Text, byte[] Hash);

/// <summary>
/// The log of a form: <c>hash(n) = SHA-256(hash(n-1) ‖ text(n))</c>, <c>hash(0) = SHA-256(session ‖ form name ‖ version)</c>. Whoever knows the last
/// hash notices any change, removal, insertion or exchange of entries before it.
/// </summary>
public static class FormLog
{
    public static byte[] Start(string session, FormDefinition definition) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{session}\n{definition.Name}\n{definition.Version}"));

    /// <param name="before">32 bytes: the hash of the entry before, or <see cref="Start"/>.</param>
    public static LoggedEntry Seal(byte[] before, FormEntry entry)
    {
        var text = JsonSerializer.Serialize(entry, FormJson.Options);
        return new(entry.Sequence, text, Link(before, text));
    }

    /// <exception cref="JsonException">The text is no entry.</exception>
    public static FormEntry Read(LoggedEntry entry) =>
        JsonSerializer.Deserialize<FormEntry>(entry.Text, FormJson.Options) ?? throw new JsonException("an entry is never null");

    /// <returns>The sequence of the first entry that is not what it was or where it was; null when all hold.</returns>
    public static long? FirstBroken(byte[] start, IEnumerable<LoggedEntry> entries)
    {
        var (before, expected) = (start, 1L);
        foreach (var entry in entries)
        {
            if (entry.Sequence != expected || !Link(before, entry.Text).AsSpan().SequenceEqual(entry.Hash)) return expected;
            (before, expected) = (entry.Hash, expected + 1);
        }

        return null;
    }

    private static byte[] Link(byte[] before, string text)
    {
        var bytes = new byte[before.Length + Encoding.UTF8.GetByteCount(text)];
        before.CopyTo(bytes, 0);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(before.Length));
        return SHA256.HashData(bytes);
    }
}
