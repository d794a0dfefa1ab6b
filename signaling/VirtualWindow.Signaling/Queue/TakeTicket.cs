using Microsoft.Extensions.Logging;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Applicant;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.People;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Presence;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.Signaling.Queue;

/// <summary>
/// A place in the queue: number from the site's daily sequence, one-time join token for the page's cookie. A second tap gives the
/// same ticket with a new token, never a second place.
/// </summary>
internal sealed partial class TakeTicket(
    IWindowStore store, CatalogueKeeper catalogues, ConnectionBook book, ApplicantSnapshots snapshots, AddressLimits limits,
    TimeProvider time, ILogger<TakeTicket> log)
{
    private static readonly string[] Languages = ["zh-CN", "en"];

    public async Task<Reply<TicketTaken>> HandleAsync(HubConnection connection, TakeTicketRequest request, CancellationToken ct)
    {
        var catalogue = await catalogues.CurrentAsync(ct);
        if (Malformed(request, catalogue)) return Refuse.BadInput;
        if (await CarryOnAsync(connection, ct) is { } current) return current;
        if (Place(request, catalogue) is not { } place) return Refuse.ItemNotServed;
        if (!limits.MayTakeTicket(connection.Address)) return Refuse.TooOften;

        var (ticket, number, token) = await store.WriteAsync((db, stop) => TakeAsync(db, place, connection, stop), ct);
        connection.Ticket = ticket;
        await book.BindAsync(Subject.Of(ticket), connection, ct);
        LogTaken(log, number, place.Window, place.Item);
        return new TicketTaken(await snapshots.OfAsync(ticket, ct), token);
    }

    private async Task<TicketTaken?> CarryOnAsync(HubConnection connection, CancellationToken ct)
    {
        if (connection.Ticket is not { } ticket) return null;
        var token = await store.WriteAsync(async (db, stop) =>
            await OpenTicket.LoadAsync(db, ticket, stop) is null ? null : db.IssueJoinToken(ticket, time.GetUtcNow()), ct);
        return token is null ? null : new TicketTaken(await snapshots.OfAsync(ticket, ct), token);
    }

    private async Task<(TicketId Ticket, string Number, string Token)> TakeAsync(WindowDb db, TicketRequest place, HubConnection connection, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var site = await db.Sites.FindAsync([place.AuthoritySite], ct) ?? throw new InvalidOperationException("The site has vanished.");
        var day = site.Today(now);
        var number = TicketNumber.Format(await db.NextTicketSerialAsync(site.Id, day, ct));
        var ticket = Ticket.Take(new TicketId(Guid.CreateVersion7(now)), number, site.Id, day, place, now);
        db.Tickets.Add(ticket);
        await db.AttendAsync(ticket.Id.Value, connection.Id, now, ct);
        return (ticket.Id, number, db.IssueJoinToken(ticket.Id, now));
    }

    /// <returns>Null when no window serves this item for this region.</returns>
    private static TicketRequest? Place(TakeTicketRequest request, Catalogue catalogue)
    {
        if (!catalogue.Items.TryGetValue(new ItemCode(request.ItemCode), out var item)
            || !catalogue.Regions.TryGetValue(new RegionCode(request.RegionCode), out var region)
            || region.ServedBy is not { } authority
            || WindowFor(item, authority, FromSite(request), catalogue) is not { } window) return null;
        return new TicketRequest(
            window.Id, authority, FromSite(request), item.EitherSiteMayServe, item.Code, region.Code, request.Name, request.Phone,
            request.Language, request.Priority.InDomain(), request.Kiosk);
    }

    private static Window? WindowFor(ServiceItem item, SiteId authority, SiteId? from, Catalogue catalogue)
    {
        var purpose = WindowRouting.PurposeFor(item, authority, from);
        return catalogue.Windows.Values.FirstOrDefault(window => window.Site == authority && window.Purpose == purpose);
    }

    private static SiteId? FromSite(TakeTicketRequest request) => request.SiteId is { } site ? new SiteId(site) : null;

    private static bool Malformed(TakeTicketRequest request, Catalogue catalogue) =>
        Check.Key(request.ItemCode) is not null
        || request.RegionCode.Length != 6 || request.RegionCode.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0
        || (request.SiteId is { } site && !catalogue.Sites.ContainsKey(new SiteId(site)))
        || (request.Name is { } name && !PersonName.IsValid(name))
        || (request.Phone is { } phone && !MobileNumber.IsValid(phone))
        || !Languages.Contains(request.Language);

    [LoggerMessage(3201, LogLevel.Information, "Ticket {Number} taken for {Item} at {Window}")]
    private static partial void LogTaken(ILogger logger, string number, WindowId window, ItemCode item);
}
