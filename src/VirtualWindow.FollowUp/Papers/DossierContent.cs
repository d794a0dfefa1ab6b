using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Papers.Dossiers;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.FollowUp.Papers;

/// <summary>Gathers what a dossier is made of: notices, materials, evidence, form, record, recordings; everything with the hash it was kept under.</summary>
internal sealed class DossierContent(IWindowStore store, CasePapers papers, MaterialParts materials, FormPart forms)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public async Task<Dossier> GatherAsync(CaseFile file, RetentionClass retention, DateTimeOffset now, CancellationToken ct)
    {
        var (notices, recordings) = await store.ReadAsync(async (db, stop) => (
            await db.CaseNotices.Where(row => row.Case == file.Case.Id && row.IssuedAt != null).OrderBy(row => row.Line).ToListAsync(stop),
            await db.Recordings.Where(row => row.Session == file.Case.Session).OrderBy(row => row.StartedAt).ToListAsync(stop)), ct);
        var parts = new List<DossierPart>();
        foreach (var notice in notices) parts.Add(await NoticeAsync(notice, ct));
        parts.AddRange(await materials.ReadAsync(file.Case.Session, ct));
        parts.Add(new("evidence.json", DossierRole.Evidence, "application/json", Encoding.UTF8.GetBytes(file.Case.Evidence!), $"会话证据，SHA-256 {file.Case.EvidenceHash}", file.Case.EndedAt));
        var (form, values) = await forms.ReadAsync(file, ct);
        if (form is not null) parts.Add(form);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(file.AuthoritySite.TimeZone);
        parts.Add(Record(file, now));
        return new(Head(file, retention, TimeZoneInfo.ConvertTime(now, zone)), parts, [.. recordings.Select(Recording)], Events(file, zone), values);
    }

    /// <summary>The authority's day on which the case was over.</summary>
    public static DateOnly ClosedOn(CaseFile file) =>
        file.Procedure?.DecidedOn ?? file.Procedure?.Record.OrderBy(line => line.Serial).LastOrDefault(line => line.Move != ProcedureMove.Archive)?.Day ?? file.AuthoritySite.Today(file.Case.EndedAt);

    private async Task<DossierPart> NoticeAsync(CaseNotice notice, CancellationToken ct) => new(
        $"{notice.Title}.pdf", DossierRole.Notice, "application/pdf", await papers.ReadAsync(notice.Case, notice.File!, notice.Sha256!, ct),
        $"{notice.Title} {notice.Number}", notice.IssuedAt!.Value);

    private static DossierHead Head(CaseFile file, RetentionClass retention, DateTimeOffset now)
    {
        var (filed, closed) = (file.Case, ClosedOn(file));
        return new(
            filed.Number!, filed.FullNumber!, filed.ItemName, file.Authority, file.ServedAt.Name, filed.ApplicantName, $"{filed.ClerkName} {filed.ClerkNumber}",
            file.AuthoritySite.Today(filed.EndedAt), closed, ResultOf(file), Word(retention), RetentionRules.KeepUntil(retention, closed), now);
    }

    private static string Word(RetentionClass retention) => retention switch
    {
        RetentionClass.Permanent => "permanent",
        RetentionClass.ThirtyYears => "30-years",
        _ => "10-years",
    };

    private static string ResultOf(CaseFile file) => DecisionCode.Find(file.Procedure?.DecisionCode)?.Name ?? file.Case.Outcome switch
    {
        Outcome.Refused => "不予受理",
        Outcome.Consulted => "咨询",
        Outcome.Referred => "转线下办理",
        Outcome.NoShow => "申请人未到",
        _ => file.Procedure is null ? "已受理" : "不予受理",
    };

    private static DossierPart Record(CaseFile file, DateTimeOffset now)
    {
        var lines = (file.Procedure?.Record ?? []).OrderBy(line => line.Serial)
            .Select(line => new { line.Serial, line.Move, line.From, line.To, line.At, line.Day, By = line.ByName, Site = line.Site?.Value, line.Reason });
        return new("events.json", DossierRole.Events, "application/json", JsonSerializer.SerializeToUtf8Bytes(lines, Json), "办理过程记录", now);
    }

    private static ManifestRecording Recording(SessionRecording recording) => new(
        recording.Id.ToString("N"), recording.StartedAt, recording.EndedAt, recording.ManifestSha256!, recording.Files, recording.Bytes, recording.SideBySideSha256);

    private static List<DossierEvent> Events(CaseFile file, TimeZoneInfo zone)
    {
        var (filed, clerk) = (file.Case, $"{file.Case.ClerkName} {file.Case.ClerkNumber}");
        DossierEvent[] sitting = [new(filed.StartedAt, "远程会话开始", clerk, file.ServedAt.Name), new(filed.EndedAt, "远程会话结束", clerk, filed.Notes)];
        var acts = (file.Procedure?.Record ?? []).Select(line => new DossierEvent(line.At, Name(line.Move), line.ByName ?? "—", line.Reason));
        return [.. sitting.Concat(acts).OrderBy(line => line.At).Select(line => line with { At = TimeZoneInfo.ConvertTime(line.At, zone) })];
    }

    private static string Name(ProcedureMove move) => move switch
    {
        ProcedureMove.Receive => "收件",
        ProcedureMove.AskSupplement => "告知补正",
        ProcedureMove.Supplement => "补正收件",
        ProcedureMove.HandOver => "移交",
        ProcedureMove.TakeOver => "接收",
        ProcedureMove.Accept => "受理",
        ProcedureMove.Refuse => "不予受理",
        ProcedureMove.Review => "审查",
        ProcedureMove.Suspend => "特别程序",
        ProcedureMove.Resume => "恢复办理",
        ProcedureMove.Extend => "延期",
        ProcedureMove.Decide => "决定",
        ProcedureMove.Withdraw => "撤回",
        ProcedureMove.GiveUpSupplement => "未补正终止",
        ProcedureMove.Deliver => "送达",
        _ => "归档",
    };
}
