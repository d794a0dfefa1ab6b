using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VirtualWindow.Domain.Seals;

/// <summary>One act with a seal, as the ledger (用印台账) keeps it.</summary>
/// <param name="By">Staff number, or <c>system</c>.</param>
public sealed record SealUse(SealAct Act, DateTimeOffset At, string By)
{
    public string? Session { get; init; }

    public string? Document { get; init; }

    /// <summary>SHA-256 of the document before the seal, hexadecimal.</summary>
    public string? Before { get; init; }

    /// <summary>SHA-256 of the document with the seal, hexadecimal.</summary>
    public string? After { get; init; }

    /// <summary>Sequence of the line that announced this one.</summary>
    public long? Intention { get; init; }

    /// <summary>What was said or went wrong.</summary>
    public string? Reason { get; init; }
}

/// <summary>A line of a seal's ledger; never changed, never deleted.</summary>
public sealed class SealLedgerLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private SealLedgerLine()
    {
    }

    public SealId Seal { get; private set; }
    /// <summary>From 1, without gaps, within a seal.</summary>
    public long Sequence { get; private set; }
    public DateTimeOffset At { get; private set; }
    public SealAct Act { get; private set; }
    /// <summary>JSON of the <see cref="SealUse"/>; hashed and kept byte for byte, since writing it again might differ.</summary>
    public string Text { get; private set; } = null!;
    /// <summary>32 bytes: SHA-256 of the line before and of <see cref="Text"/>.</summary>
    public byte[] Hash { get; private set; } = null!;
    /// <summary>SHA-256 of the sealed document, hexadecimal; how a document finds its line.</summary>
    public string? Result { get; private set; }

    internal static SealLedgerLine Write(SealId seal, long sequence, byte[] before, SealUse use)
    {
        var text = JsonSerializer.Serialize(use, Json);
        return new SealLedgerLine { Seal = seal, Sequence = sequence, At = use.At, Act = use.Act, Text = text, Hash = Link(before, text), Result = use.After };
    }

    public SealUse Read() => JsonSerializer.Deserialize<SealUse>(Text, Json) ?? throw new JsonException("a line is never null");

    /// <summary>The hash that a seal's first line is bound to.</summary>
    public static byte[] Start(SealId seal) => SHA256.HashData(Encoding.UTF8.GetBytes(seal.Value));

    /// <param name="lines">All of one seal, in order.</param>
    /// <returns>The sequence of the first line that is not what it was or where it was; null when all hold.</returns>
    public static long? FirstBroken(SealId seal, IEnumerable<SealLedgerLine> lines)
    {
        var (before, expected) = (Start(seal), 1L);
        foreach (var line in lines)
        {
            if (line.Sequence != expected || !Link(before, line.Text).AsSpan().SequenceEqual(line.Hash)) return expected;
            (before, expected) = (line.Hash, expected + 1);
        }

        return null;
    }

    private static byte[] Link(byte[] before, string text) => SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(text)]);
}
