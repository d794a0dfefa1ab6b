using System.Globalization;
using VirtualWindow.Documents.Fonts;
using VirtualWindow.Documents.Pages;
using VirtualWindow.Papers.Notices;

namespace VirtualWindow.Papers.Dossiers;

/// <summary>
/// The dossier as a document (卷宗): cover, index with the hash of every file, what happened, what was filled in, recordings; the originals are
/// attached untouched, because merging signed documents would break them. PDF/A-3b (ISO 19005-3); the archive seals what comes out.
/// </summary>
public static class DossierBook
{
    private const double Small = 8.5;

    /// <summary>Where the archive's seal goes on the cover: below the table, at the right.</summary>
    public static SealPlace SealOnCover { get; } = new(0, 440, 150);

    /// <exception cref="MissingGlyphsException">A name or a text has a character that no font has.</exception>
    public static byte[] Print(Dossier dossier, FontBook? book = null)
    {
        var head = dossier.Head;
        var manifest = dossier.Manifest();
        var manifestBytes = manifest.ToBytes();
        var writer = new PdfAWriter(
            new($"{head.Title}（{head.CaseNumber}）档案", head.Authority, head.ArchivedAt) { Subject = head.FullNumber, FootNote = $"{head.CaseNumber}  {head.FullNumber}" }, book);
        Cover(writer, head, Fixity.Sha256(manifestBytes));
        Index(writer, manifest);
        Events(writer, dossier.Events);
        Form(writer, dossier.Form);
        Recordings(writer, manifest.Recordings);
        foreach (var (name, part) in dossier.Named())
            writer.Attach(new(name, part.MediaType, part.Bytes, part.Description, part.At, part.Role is DossierRole.Notice or DossierRole.Material ? AttachedAs.Source : AttachedAs.Data));
        writer.Attach(new(DossierManifest.FileName, "application/json", manifestBytes, "文件清单与散列值", head.ArchivedAt, AttachedAs.Data));
        return writer.ToBytes();
    }

    private static void Cover(PdfAWriter writer, DossierHead head, string manifestSha256)
    {
        writer.Space(40);
        writer.Heading("政务服务办件档案", 1);
        writer.Paragraph(head.Authority, ParagraphStyle.Flush with { Alignment = TextAlignment.Centre, Size = 15, SpaceAfter = 28 });
        writer.Table([3, 8], [], (IReadOnlyList<string>[])
        [
            ["题名", head.Title], ["办件编号", head.CaseNumber], ["事项办件全编号", head.FullNumber], ["申请人", head.Applicant ?? "—"], ["受理窗口", head.Hall],
            ["窗口人员", head.Clerk], ["收件日期", NoticeWords.Of(head.OpenedOn)], ["办结日期", NoticeWords.Of(head.ClosedOn)], ["办理结果", head.Result],
            ["保管期限", RetentionName(head.Retention)], ["保管至", head.KeepUntil is { } until ? NoticeWords.Of(until) : "永久"], ["归档时间", At(head.ArchivedAt)],
        ], 11.5);
        writer.QrCode($"VW-DOSSIER;{head.CaseNumber};sha256={manifestSha256}", $"核验码：文件清单 SHA-256 {manifestSha256}", 92);
        writer.NewPage();
    }

    private static void Index(PdfAWriter writer, DossierManifest manifest)
    {
        writer.Heading("卷内文件目录");
        writer.Paragraph("下列文件以原件附于本文件之内，未作任何改动；散列值为 SHA-256；国密 SM3 散列值见所附文件清单。", ParagraphStyle.Flush with { Size = 10 });
        writer.Table([6, 2, 2, 7], ["文件", "类别", "字节", "SHA-256"], manifest.Files.Select(file => (IReadOnlyList<string>)
            [file.Name, RoleName(file.Role), file.Bytes.ToString(CultureInfo.InvariantCulture), file.Sha256]), Small);
    }

    private static void Events(PdfAWriter writer, IReadOnlyList<DossierEvent> events)
    {
        writer.Heading("办理过程");
        writer.Table([4, 3, 4, 7], ["时间", "环节", "经办人", "说明"], events.Select(line => (IReadOnlyList<string>)[At(line.At), line.What, line.By, line.Text ?? ""]), Small + 1);
    }

    private static void Form(PdfAWriter writer, IReadOnlyList<(string Name, string Value)> form)
    {
        if (form.Count == 0) return;
        writer.Heading("申请表");
        writer.Table([4, 8], ["项目", "内容"], form.Select(field => (IReadOnlyList<string>)[field.Name, field.Value]), Small + 1);
    }

    private static void Recordings(PdfAWriter writer, IReadOnlyList<ManifestRecording> recordings)
    {
        writer.Heading("录音录像");
        if (recordings.Count == 0)
        {
            writer.Paragraph("本次办理没有录音录像。", ParagraphStyle.Flush);
            return;
        }

        writer.Paragraph("录音录像随档案另行保存，以其清单的散列值与本档案绑定。", ParagraphStyle.Flush with { Size = 10 });
        writer.Table([4, 4, 2, 8], ["编号", "开始时间", "文件", "清单 SHA-256"], recordings.Select(one => (IReadOnlyList<string>)
            [one.Recording, At(one.StartedAt), one.Files.ToString(CultureInfo.InvariantCulture), one.ManifestSha256]), Small);
    }

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string RetentionName(string retention) => retention switch { "permanent" => "永久", "30-years" => "30年", _ => "10年" };

    private static string RoleName(DossierRole role) => role switch
    {
        DossierRole.Notice => "文书",
        DossierRole.Material => "材料",
        DossierRole.Evidence => "证据",
        DossierRole.Form => "申请表",
        _ => "过程记录",
    };
}
