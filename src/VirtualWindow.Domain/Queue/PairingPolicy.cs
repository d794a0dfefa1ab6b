using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Queue;

/// <summary>A waiting ticket as pairing sees it.</summary>
/// <param name="DeclinedBy">Desks that declined or missed this very ticket: asked again only when no other desk is eligible.</param>
/// <param name="Wish">Whom the clerk who sent the applicant on means, as long as that is waited for; a bar.</param>
public sealed record WaitingTicket(
    TicketId Id, DateTimeOffset RankedAt, ItemCode Item, DepartmentCode Department, SiteId AuthoritySite, bool EitherSite, string Language,
    IReadOnlyCollection<DeskId> DeclinedBy, Wish? Wish = null);

/// <summary>A desk that is ready.</summary>
/// <param name="Skills">Department codes or item codes; empty = everything.</param>
/// <param name="Languages">Languages beside zh-CN, e.g. "en"; a preference, never a bar.</param>
public sealed record ReadyDesk(
    DeskId Id, SiteId Site, DateTimeOffset IdleSince, IReadOnlyCollection<string> Skills, IReadOnlyCollection<string> Languages);

public readonly record struct Pairing(TicketId Ticket, DeskId Desk);

/// <summary>
/// Who serves whom next. Tickets in the order of <see cref="QueueOrder"/>; for each the best eligible desk: by skill (a bar),
/// then not one that has just declined it, then the authority's own site, then the language, then the longest idle.
/// </summary>
public static class PairingPolicy
{
    /// <summary>Pairs as many as possible; each ticket and each desk occurs at most once, best tickets first.</summary>
    public static IReadOnlyList<Pairing> Choose(IEnumerable<WaitingTicket> waiting, IEnumerable<ReadyDesk> ready)
    {
        var free = ready.ToList();
        var pairings = new List<Pairing>();
        foreach (var ticket in waiting.OrderBy(ticket => ticket.RankedAt).ThenBy(ticket => ticket.Id.Value))
        {
            if (free.Count == 0)
                break;
            if (BestDesk(ticket, free) is not { } desk)
                continue;
            free.Remove(desk);
            pairings.Add(new(ticket.Id, desk.Id));
        }

        return pairings;
    }

    /// <summary>The desk to ask for this ticket, or null when none may serve it.</summary>
    public static ReadyDesk? BestDesk(WaitingTicket ticket, IEnumerable<ReadyDesk> ready) =>
        ready.Where(desk => MayServe(desk, ticket))
            .OrderBy(desk => ticket.DeclinedBy.Contains(desk.Id))
            .ThenByDescending(desk => desk.Site == ticket.AuthoritySite)
            .ThenByDescending(desk => Speaks(desk, ticket.Language))
            .ThenBy(desk => desk.IdleSince)
            .ThenBy(desk => desk.Id.Value)
            .FirstOrDefault();

    public static bool MayServe(ReadyDesk desk, WaitingTicket ticket) =>
        (desk.Site == ticket.AuthoritySite || ticket.EitherSite) && HasSkill(desk.Skills, ticket.Item, ticket.Department) && ticket.Wish?.Admits(desk) != false;

    public static bool HasSkill(IReadOnlyCollection<string> skills, ItemCode item, DepartmentCode department) =>
        skills.Count == 0 || skills.Contains(item.Value) || skills.Contains(department.Value);

    private static bool Speaks(ReadyDesk desk, string language) => language == "zh-CN" || desk.Languages.Contains(language);
}
