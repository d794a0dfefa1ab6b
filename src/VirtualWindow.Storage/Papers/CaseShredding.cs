using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Storage.Papers;

/// <summary>
/// What a purge takes out of the tables, beside the keys under which the files lie: whatever tells who somebody was or what they wanted. What
/// remains says that there was a case, of which item, when, how it ended and that it was purged.
/// </summary>
public static class CaseShredding
{
    /// <summary>The case's key goes first: from the commit on its papers are unreadable, whether or not their files are still there.</summary>
    public static async Task ShredCaseAsync(this WindowDb db, Case filed, CancellationToken ct)
    {
        var id = filed.Id;
        await db.CaseKeys.Where(row => row.Case == id).ExecuteDeleteAsync(ct);
        await db.Cases.Where(row => row.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.ApplicantName, (string?)null).SetProperty(row => row.ApplicantPhone, (string?)null).SetProperty(row => row.Notes, "")
            .SetProperty(row => row.Evidence, (string?)null).SetProperty(row => row.ProtectedPassword, (string?)null), ct);
        await db.Procedures.Where(row => row.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.SupplementText, (string?)null).SetProperty(row => row.ExtensionReason, (string?)null).SetProperty(row => row.DecisionText, (string?)null), ct);
        await db.ProcedureEvents.Where(row => row.Case == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, (string?)null), ct);
        await db.Set<Pause>().Where(row => row.Case == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, ""), ct);
        await db.CaseNotices.Where(row => row.Case == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.File, (string?)null), ct);
        await db.Messages.Where(row => row.Case == id).ExecuteDeleteAsync(ct);
        await db.Ratings.Where(row => row.Case == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Comment, (string?)null), ct);
        await ShredOrdersAsync(db, filed, ct);
    }

    /// <summary>What belongs to the sitting, once the last of its cases is purged.</summary>
    public static async Task ShredSittingAsync(this WindowDb db, Case filed, CancellationToken ct)
    {
        var session = filed.Session;
        await db.SessionKeys.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Documents.Where(row => row.Session == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, ""), ct);
        await db.SessionFormEntries.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.SessionForms.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Sessions.Where(row => row.Id == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Notes, ""), ct);
        await db.Participants.Where(row => row.Session == session && row.Role != PartyRole.Clerk && row.Role != PartyRole.Supervisor)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisplayName, ""), ct);
        await db.Tickets.Where(row => row.Id == filed.Ticket).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Name, (string?)null).SetProperty(row => row.Phone, (string?)null).SetProperty(row => row.Wish, (Wish?)null), ct);
        await db.ShredBoardAsync(session, ct);
        await db.Ratings.Where(row => row.Session == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Comment, (string?)null), ct);
    }

    /// <summary>Findings and what was told go; of those who were asked into the sitting remains that they were.</summary>
    private static async Task ShredBoardAsync(this WindowDb db, SessionId session, CancellationToken ct)
    {
        await db.MaterialChecks.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.SupplementNotices.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Invitations.Where(row => row.Session == session).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Note, (string?)null).SetProperty(row => row.Reason, (string?)null), ct);
    }

    /// <summary>Whether every other case of the sitting has been purged: then nothing is left that its recording follows.</summary>
    public static async Task<bool> IsLastOfSittingAsync(this WindowDb db, Case filed, CancellationToken ct) =>
        !await db.Cases.AnyAsync(other => other.Session == filed.Session && other.Id != filed.Id && !db.CaseArchives.Any(archive => archive.Id == other.Id && archive.PurgedAt != null), ct);

    private static async Task ShredOrdersAsync(WindowDb db, Case filed, CancellationToken ct)
    {
        var orders = await db.Orders.Where(row => row.Case == filed.Id).Select(row => row.Id).ToListAsync(ct);
        await db.OrderEvents.Where(row => orders.Contains(row.Order)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, (string?)null), ct);
        await db.Orders.Where(row => row.Case == filed.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.ReceiverName, "").SetProperty(row => row.ReceiverPhone, "").SetProperty(row => row.Subject, "").SetProperty(row => row.ReceiverAddress, (string?)null).SetProperty(row => row.ReceiverMail, (string?)null), ct);
    }
}
