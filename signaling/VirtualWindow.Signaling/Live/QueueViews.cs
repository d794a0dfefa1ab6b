using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Signaling.Live;

/// <summary>How many wait in each window's queue, and since when.</summary>
internal static class QueueViews
{
    public static IReadOnlyList<QueueView> Of(Floor floor, Func<Window, bool> concerned)
    {
        var waiting = floor.Waiting.ToLookup(ticket => ticket.Window);
        return [.. floor.Catalogue.Windows.Values.Where(concerned)
            .OrderBy(window => window.Site.Value, StringComparer.Ordinal).ThenBy(window => window.Purpose)
            .Select(window => View(window, [.. waiting[window.Id]]))];
    }

    /// <summary>Another site's queue holds a ticket that this desk may serve.</summary>
    public static bool MayConcern(Desk desk, Window window, Floor floor) =>
        floor.Waiting.Any(ticket => ticket.Window == window.Id && floor.MayServe(desk, ticket));

    private static QueueView View(Window window, IReadOnlyCollection<Ticket> queue) => new(
        window.Id.Value, window.Name, window.NameEn, window.Site.Value, queue.Count, queue.Count == 0 ? null : queue.Min(ticket => ticket.TakenAt));
}
