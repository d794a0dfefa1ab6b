using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.FollowUp.Outside;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Messages;

/// <summary>What follows from a move in a procedure, in the transaction of the move: the applicant hears of it, outside systems do, and what
/// comes at an acceptance or at the end is promised.</summary>
public static class ProcedureNews
{
    public static async Task TellOfMoveAsync(this WindowDb db, Case filed, Procedure procedure, DateTimeOffset now, CancellationToken ct)
    {
        await db.PublishMovedAsync(filed, procedure, now, ct);
        var line = procedure.Record[^1];
        if (filed.ApplicantPhone is { } phone && TextOf(filed, procedure, line.Move) is { } text)
            db.Tell(filed.Id, $"procedure-{line.Serial}", phone, text, now);
        if (line.Move == ProcedureMove.Accept) await PromiseOnceAsync(db, FollowUpEntry.AcceptCase, filed, now, ct);
        if (IsOver(procedure)) await PromiseOnceAsync(db, FollowUpEntry.CompleteCase, filed, now, ct);
    }

    /// <summary>The applicant has what there is to have: the time to ask for a rating.</summary>
    private static bool IsOver(Procedure procedure) => procedure.State is ProcedureState.Refused or ProcedureState.Delivered
        || (procedure.State == ProcedureState.Decided && procedure.Clock is null);

    private static async Task PromiseOnceAsync(WindowDb db, string kind, Case filed, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.FollowUps.AnyAsync(row => row.Kind == kind && row.Subject == filed.Id.Value, ct)) db.Promise(kind, filed.Id.Value, now);
    }

    // Reasons stay out of the text: they are in the notice, and a text may be read by others. An acceptance and an end are told by the invitation to rate.
    private static string? TextOf(Case filed, Procedure procedure, ProcedureMove move) => move switch
    {
        ProcedureMove.AskSupplement => Sentence(filed, "需要补正材料，请凭编号和查询密码查看一次性告知的内容"),
        ProcedureMove.Suspend => Sentence(filed, "进入特别程序（听证、检验、专家评审等），所需时间不计入办理期限，详见告知书"),
        ProcedureMove.Extend => Sentence(filed, $"经批准延长办理期限 {procedure.ExtensionDays} 个工作日，理由见告知书"),
        ProcedureMove.Decide when !IsOver(procedure) => Sentence(filed, "已作出决定，结果将在十个工作日内送达"),
        _ => null,
    };

    private static string Sentence(Case filed, string what) => $"【虚拟窗口】您的“{filed.ItemName}”（{filed.Number}）{what}。";
}
