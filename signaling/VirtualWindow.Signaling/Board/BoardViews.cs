using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Live;
using Finding = VirtualWindow.Domain.Materials.MaterialVerdict;
using Verdict = VirtualWindow.Contracts.Desk.MaterialVerdict;

namespace VirtualWindow.Signaling.Board;

/// <summary>The material board and the notice, as the wire spells them.</summary>
internal static class BoardViews
{
    public static IReadOnlyList<MaterialView> Of(Session session, Ticket ticket, Floor floor)
    {
        var checklist = floor.Catalogue.Items.GetValueOrDefault(ticket.Item)?.Materials ?? [];
        return [.. new MaterialBoard(checklist, floor.ChecksOf(session.Id)).Rows
            .Select(row => new MaterialView(row.Serial, row.Name, row.Verdict.OnWire(), row.Reason, row.Revision))];
    }

    public static SupplementView? Of(SupplementNotice? notice) => notice is null
        ? null
        : new([.. notice.Items.Select(item => new SupplementItemView(item.Material, item.Reason))], notice.ToldAt, notice.ClerkName);

    public static CannedAnswerView Of(CannedAnswer answer) => new(answer.Id.ToString("N"), answer.Key, answer.Title, answer.Text, answer.Version);

    /// <summary>Why a sitting cannot end with that outcome, with the sentence for the clerk.</summary>
    public static Refusal Of(BoardRefusal refusal) => Refusals.Of(refusal switch
    {
        BoardRefusal.Unchecked => RefusalCodes.MaterialsUnchecked,
        BoardRefusal.NothingMissing => RefusalCodes.NothingMissing,
        _ => RefusalCodes.MaterialsRejected,
    });

    public static Finding InDomain(this Verdict verdict) => verdict switch
    {
        Verdict.Accepted => Finding.Accepted,
        Verdict.Rejected => Finding.Rejected,
        Verdict.NotNeeded => Finding.NotNeeded,
        _ => Finding.Unchecked,
    };

    private static Verdict OnWire(this Finding finding) => finding switch
    {
        Finding.Accepted => Verdict.Accepted,
        Finding.Rejected => Verdict.Rejected,
        Finding.NotNeeded => Verdict.NotNeeded,
        _ => Verdict.Unchecked,
    };
}
