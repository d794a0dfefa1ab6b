namespace VirtualWindow.Documents.Pages;

/// <summary>How an attached file relates to the document (PDF 2.0 §7.11.3, allowed by ISO 19005-3 §6.8).</summary>
public enum AttachedAs
{
    /// <summary>What the document was made from, such as the signed originals of a dossier.</summary>
    Source,

    /// <summary>What a program reads, such as a manifest or an event log.</summary>
    Data,

    Supplement,
}

/// <summary>A file inside the document, listed in its catalogue (/AF) and among the reader's attachments.</summary>
/// <param name="Name">File name without folders, unique in the document.</param>
/// <param name="MediaType">E.g. <c>application/pdf</c>.</param>
/// <param name="Description">One sentence.</param>
public sealed record AttachedFile(string Name, string MediaType, ReadOnlyMemory<byte> Bytes, string Description, DateTimeOffset ModifiedAt, AttachedAs Relationship = AttachedAs.Source);
