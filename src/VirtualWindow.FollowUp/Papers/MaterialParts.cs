using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage.Documents;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>
/// The documents of the sitting as they were shown, every version of each, so that nothing which was signed is missing. Of an upload that carried
/// signatures the original goes in as well: the safe copy that people saw has lost them.
/// </summary>
internal sealed class MaterialParts(SessionDocuments documents)
{
    public async Task<IReadOnlyList<DossierPart>> ReadAsync(SessionId session, CancellationToken ct)
    {
        var parts = new List<DossierPart>();
        foreach (var document in (await documents.ListAsync(session, ct)).Where(document => document.State == DocumentState.Shown))
        {
            parts.Add(Part(document, document.Name, await documents.ReadAsync(document, ct), document.MediaType!, Name(document.Origin)));
            if (document.OriginalIsSigned)
                parts.Add(Part(document, $"原件-{document.Name}", await documents.ReadOriginalAsync(document, ct), "application/pdf", "上传的原件，含其签名"));
        }

        return parts;
    }

    private static DossierPart Part(SharedDocument document, string name, byte[] bytes, string mediaType, string origin) =>
        new(WithExtension(name, mediaType), DossierRole.Material, mediaType, bytes, document.Material is { } material ? $"{origin}：{material}" : origin, document.AddedAt);

    private static string WithExtension(string name, string mediaType)
    {
        var extension = mediaType switch { "application/pdf" => ".pdf", "image/jpeg" => ".jpg", "image/png" => ".png", "image/webp" => ".webp", _ => "" };
        return name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name : name + extension;
    }

    private static string Name(DocumentOrigin origin) => origin switch
    {
        DocumentOrigin.Uploaded => "上传的材料",
        DocumentOrigin.Captured => "拍摄的材料",
        DocumentOrigin.Generated => "生成的文书",
        DocumentOrigin.Signed => "申请人签名的文书",
        _ => "加盖印章的文书",
    };
}
