using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Storage.Forms;
using VirtualWindow.Storage.Messages;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;
using VirtualWindow.Storage.Queue;
using VirtualWindow.Storage.Seals;

namespace VirtualWindow.Storage.Papers;

/// <summary>
/// What a purge takes out of the tables, beside the keys under which the files lie: whatever tells who somebody was or what they wanted. What
/// remains says that there was a case, of which item, when, how it ended and that it was purged.
/// </summary>
public static class CaseShredding
{
    /// <summary>Tables whose files hold what was there before, until they are written anew (<see cref="IStorageScrub"/>).</summary>
    public static IReadOnlyList<Type> Touched { get; } =
    [
        typeof(CaseKey), typeof(Case), typeof(Procedure), typeof(ProcedureEvent), typeof(Pause), typeof(CaseNotice), typeof(OutboundMessage), typeof(Rating), typeof(ReviewEvent),
        typeof(Order), typeof(OrderEvent), typeof(WebhookDelivery), typeof(WebhookAttempt), typeof(FollowUpEntry), typeof(FollowUpStep), typeof(FollowUpAct),
        typeof(SessionKey), typeof(SharedDocument), typeof(DocumentUpload), typeof(DocumentRequest), typeof(SessionForm), typeof(SessionFormEntry), typeof(SigningGate), typeof(SigningPaper),
        typeof(KeptHandwriting), typeof(DetachedSeal), typeof(Session), typeof(Participant), typeof(Ticket), typeof(PastOffer),
        typeof(MaterialCheck), typeof(SupplementNotice), typeof(Invitation),
    ];

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
        var orders = await db.Orders.Where(row => row.Case == id).Select(row => row.Id).ToListAsync(ct);
        await ShredRunsAsync(db, filed, orders, ct);
        await db.Messages.Where(row => row.Case == id).ExecuteDeleteAsync(ct);
        await ShredOrdersAsync(db, filed, orders, ct);
        await ShredDeliveriesAsync(db, [id.ToString(), .. orders.Select(order => order.ToString())], ct);
        await ShredRatingsAsync(db, db.Ratings.Where(row => row.Case == id), ct);
    }

    /// <summary>What belongs to the sitting, once the last of its cases is purged.</summary>
    public static async Task ShredSittingAsync(this WindowDb db, Case filed, CancellationToken ct)
    {
        var session = filed.Session;
        await db.SessionKeys.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Documents.Where(row => row.Session == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, ""), ct);
        await db.DocumentUploads.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.DocumentRequests.Where(row => row.Session == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, ""), ct);
        await db.KeptHandwritings.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.DetachedSeals.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Set<SigningPaper>().Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Signings.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.SessionFormEntries.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.SessionForms.Where(row => row.Session == session).ExecuteDeleteAsync(ct);
        await db.Sessions.Where(row => row.Id == session).ExecuteUpdateAsync(set => set.SetProperty(row => row.Notes, ""), ct);
        await db.Participants.Where(row => row.Session == session && row.Role != PartyRole.Clerk && row.Role != PartyRole.Supervisor)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisplayName, ""), ct);
        await db.Tickets.Where(row => row.Id == filed.Ticket).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Name, (string?)null).SetProperty(row => row.Phone, (string?)null).SetProperty(row => row.Wish, (Wish?)null), ct);
        await db.ShredBoardAsync(session, ct);
        await db.PastOffers.Where(row => row.Ticket == filed.Ticket).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, (string?)null), ct);
        await ShredRatingsAsync(db, db.Ratings.Where(row => row.Session == session), ct);
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

    /// <summary>What the applicant said of the sitting, and what was said to the applicant about it.</summary>
    private static async Task ShredRatingsAsync(WindowDb db, IQueryable<Rating> ratings, CancellationToken ct)
    {
        var rated = await ratings.Select(row => row.Id).ToListAsync(ct);
        await ratings.ExecuteUpdateAsync(set => set.SetProperty(row => row.Comment, (string?)null), ct);
        await db.Set<ReviewEvent>().Where(row => rated.Contains(row.Review)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, (string?)null), ct);
    }

    private static async Task ShredOrdersAsync(WindowDb db, Case filed, List<OrderId> orders, CancellationToken ct)
    {
        await db.OrderEvents.Where(row => orders.Contains(row.Order)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, (string?)null), ct);
        await db.Orders.Where(row => row.Case == filed.Id).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.ReceiverName, "").SetProperty(row => row.ReceiverPhone, "").SetProperty(row => row.Subject, "").SetProperty(row => row.ReceiverAddress, (string?)null)
            .SetProperty(row => row.ReceiverMail, (string?)null).SetProperty(row => row.Waybill, (string?)null), ct);
    }

    /// <summary>Events about the case and its orders: their ids begin with the subject's (<see cref="WebhookOutbox.PublishAsync"/>).</summary>
    private static async Task ShredDeliveriesAsync(WindowDb db, IEnumerable<string> subjects, CancellationToken ct)
    {
        foreach (var beginning in subjects.Select(WebhookOutbox.EventsOf))
            await db.WebhookDeliveries.Where(row => row.Event.StartsWith(beginning)).ExecuteDeleteAsync(ct);
    }

    /// <summary>What the follow-ups noted: errors quote what could not be printed, reasons are a person's own words.</summary>
    private static async Task ShredRunsAsync(WindowDb db, Case filed, List<OrderId> orders, CancellationToken ct)
    {
        var notices = await db.CaseNotices.Where(row => row.Case == filed.Id).Select(row => row.Id).ToListAsync(ct);
        var messages = await db.Messages.Where(row => row.Case == filed.Id).Select(row => row.Id).ToListAsync(ct);
        Guid[] subjects = [filed.Id.Value, .. orders.Select(order => order.Value), .. notices.Select(notice => notice.Value), .. messages];
        var runs = await db.FollowUps.Where(row => subjects.Contains(row.Subject)).Select(row => row.Id).ToListAsync(ct);
        await db.FollowUps.Where(row => runs.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastError, (string?)null), ct);
        await db.FollowUpSteps.Where(row => runs.Contains(row.FollowUp)).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastError, (string?)null), ct);
        await db.FollowUpActs.Where(row => runs.Contains(row.FollowUp)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, (string?)null), ct);
    }
}
