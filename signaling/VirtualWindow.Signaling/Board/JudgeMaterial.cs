using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Sessions;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Materials;
using Verdict = VirtualWindow.Contracts.Desk.MaterialVerdict;

namespace VirtualWindow.Signaling.Board;

/// <summary>材料预审: accepted, rejected with a reason that the applicant is told, or not needed this time.</summary>
internal sealed class JudgeMaterial(IWindowStore store, FloorSignal signal, TimeProvider time)
{
    public const int LongestReason = 500;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, JudgeMaterialRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id || request.Serial < 1 || request.Revision < 0) return Refuse.BadInput;
        if (Check.Text(request.Reason, LongestReason) is { } unfit) return unfit;
        if (request.Verdict == Verdict.Rejected && string.IsNullOrWhiteSpace(request.Reason)) return Refusals.Of(RefusalCodes.ReasonMissing);
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (open, no) = await DeskSession.LoadAsync(db, id, connection, stop);
            return no ?? await JudgeAsync(db, open!.Ticket, id, request, connection.Staff!.Value, stop);
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }

    private async Task<Refusal?> JudgeAsync(WindowDb db, Ticket ticket, SessionId id, JudgeMaterialRequest request, StaffId by, CancellationToken ct)
    {
        var board = await db.BoardAsync(id, ticket.Item, ct);
        if (board.Rows.FirstOrDefault(row => row.Serial == request.Serial) is not { } line) return Refuse.NotFound;
        var check = await db.MaterialChecks.FindAsync([id, request.Serial], ct);
        if (check is null) db.MaterialChecks.Add(check = MaterialCheck.Of(id, line.Serial, line.Name));
        return check.Judge(request.Verdict.InDomain(), request.Reason, request.Revision, by, time.GetUtcNow()) ? null : Refuse.Stale;
    }
}
