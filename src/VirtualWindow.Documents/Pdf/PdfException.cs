namespace VirtualWindow.Documents.Pdf;

/// <summary>Why a PDF cannot be read.</summary>
public enum PdfFault
{
    /// <summary>Bytes that do not follow ISO 32000.</summary>
    Damaged,

    /// <summary>Encrypted: nobody could check what is shown, so it is neither shown nor signed.</summary>
    Encrypted,

    /// <summary>Past one of <see cref="PdfLimits"/>.</summary>
    OverLimit,

    /// <summary>Well-formed, but uses a filter or a form of structure that this reader does not know.</summary>
    Unsupported,
}

/// <summary>Ends the reading of a PDF: the only exception that bytes from outside can cause in this project.</summary>
public sealed class PdfException(PdfFault fault, string message) : Exception(message)
{
    public PdfFault Fault { get; } = fault;

    internal static PdfException Damaged(string what, int offset) => new(PdfFault.Damaged, $"{what} at byte {offset}.");

    internal static PdfException Damaged(string what) => new(PdfFault.Damaged, what);
}

/// <summary>What a PDF may ask of this machine; enough for any document of a hall.</summary>
public sealed record PdfLimits
{
    public static PdfLimits Default { get; } = new();

    /// <summary>Highest object number plus one.</summary>
    public int Objects { get; init; } = 500_000;

    /// <summary>Arrays and dictionaries inside each other.</summary>
    public int Nesting { get; init; } = 64;

    /// <summary>Bytes that all streams read from one document may inflate to.</summary>
    public int InflatedBytes { get; init; } = 64 << 20;

    /// <summary>Cross-reference sections, which is one for every revision and one more for a linearised or hybrid file.</summary>
    public int Sections { get; init; } = 1_000;

    public int Pages { get; init; } = 20_000;
}
