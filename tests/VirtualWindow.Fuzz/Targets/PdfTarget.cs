using System.Text;
using System.Text.RegularExpressions;
using VirtualWindow.Documents.Pdf;
using VirtualWindow.Fuzz.Engine;

namespace VirtualWindow.Fuzz.Targets;

/// <summary>An uploaded PDF (ISO 32000-1): every object, every page and every deflated stream of it, or a <see cref="PdfException"/>.</summary>
internal sealed partial class PdfTarget : FuzzTarget
{
    public const int MaxInput = 32_000;

    private static readonly PdfLimits Limits = new() { Objects = 10_000, InflatedBytes = 1 << 20, Sections = 20 };

    public override string Name => "pdf";

    public override long MaxAllocatedBytes => 24 << 20;

    public override void Run(byte[] input)
    {
        try
        {
            var document = PdfDocument.Read(input, Limits);
            foreach (var (number, entry) in document.Entries)
                if (document.Find(new PdfReference(number, entry.Kind == EntryKind.InFile ? entry.Detail : 0)) is var value)
                    ReadOn(document, value);
            if (document.PageCount > Limits.Pages) throw new InvalidOperationException("More pages than there may be.");
        }
        catch (PdfException refused) when (refused.Message.Length > 0)
        {
            // Refused with a reason.
        }
    }

    public override byte[] Mutate(byte[] input, byte[] other, Mutator mutator) => MutateFile(input, other, mutator);

    /// <summary>A change moves everything behind it: without new offsets, most inputs would end at the first look.</summary>
    public static byte[] MutateFile(byte[] input, byte[] other, Mutator mutator)
    {
        var changed = mutator.Change(input, other, MaxInput);
        return mutator.OneIn(3) || changed.AsSpan().IndexOf("trailer"u8) < 0 ? changed : WithNewOffsets(changed);
    }

    /// <summary>What is read can be written, and once written stays the same.</summary>
    private static void ReadOn(PdfDocument document, PdfObject value)
    {
        if (value is PdfStream stream)
        {
            if (stream.Dictionary.IsNamed("Filter", "FlateDecode")) document.Decode(stream);
            value = stream.Dictionary;
        }

        var written = Write(value);
        var again = Write(new PdfParser(written, 0, Limits.Nesting + 1).ReadObject());
        if (!written.AsSpan().SequenceEqual(again)) throw new InvalidOperationException($"Reads otherwise after writing: {Encoding.Latin1.GetString(written)}");
    }

    private static byte[] Write(PdfObject value)
    {
        var serializer = new PdfSerializer();
        serializer.Write(value);
        return serializer.ToArray();
    }

    private static byte[] WithNewOffsets(byte[] changed)
    {
        var text = Encoding.Latin1.GetString(changed);
        var end = text.IndexOf("trailer", StringComparison.Ordinal);
        var trailer = TrailerDictionary().Match(text, end).Value;
        var body = text[..(text.LastIndexOf("xref", end, StringComparison.Ordinal) is >= 0 and var table ? table : end)];
        var entries = string.Concat(ObjectStart().Matches(body).Take(500).Select(match => $"{match.Groups[1].Value} 1\n{match.Index:D10} {match.Groups[2].Value.PadLeft(5, '0')} n \n"));
        return Encoding.Latin1.GetBytes($"{body}xref\n{entries}trailer\n{trailer}\nstartxref\n{body.Length}\n%%EOF\n");
    }

    [GeneratedRegex(@"(?<![0-9])([0-9]{1,5}) ([0-9]{1,5}) obj")]
    private static partial Regex ObjectStart();

    [GeneratedRegex(@"(?<=trailer\s*)<<.*?>>(?=\s*startxref)", RegexOptions.Singleline)]
    private static partial Regex TrailerDictionary();
}
