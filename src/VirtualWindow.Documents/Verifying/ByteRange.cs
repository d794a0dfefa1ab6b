using System.Security.Cryptography;
using VirtualWindow.Documents.Pdf;

namespace VirtualWindow.Documents.Verifying;

/// <summary>What a signature covers: from the file's first byte to <see cref="Before"/>, and from <see cref="After"/> to <see cref="End"/>.</summary>
internal sealed record ByteRange(int Before, int After, int End)
{
    /// <summary>Null unless it is <c>[0 a b c]</c> inside the file.</summary>
    public static ByteRange? Read(PdfDocument document, SignedField field)
    {
        var numbers = document.Get<PdfArray>(field.Signature, "ByteRange")?.Items.Select(item => document.Resolve(item) is PdfNumber { IsInteger: true, Value: >= 0 } number ? number.Value : -1).ToArray();
        if (numbers is not [0, > 0 and var before, var after, > 0 and var rest]) return null;
        return after > before && after + rest <= document.Bytes.Length ? new ByteRange((int)before, (int)after, (int)(after + rest)) : null;
    }

    /// <summary>Whether what is left out is the signature's hexadecimal string, delimiters included, and not a byte more.</summary>
    public bool IsHoleOf(PdfString contents) => contents.IsHex && contents.Offset == Before && contents.End == After;

    public byte[] Hash(ReadOnlySpan<byte> file, HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(file[..Before]);
        hash.AppendData(file[After..End]);
        return hash.GetHashAndReset();
    }
}
