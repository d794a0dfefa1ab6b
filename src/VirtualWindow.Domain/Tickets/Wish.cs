using VirtualWindow.Domain.Queue;

namespace VirtualWindow.Domain.Tickets;

/// <summary>Who is to go on with an applicant whom a clerk sent back to the waiting room, and what that clerk says to the next one.</summary>
/// <param name="Site">Only desks of this hall; null = any.</param>
/// <param name="Desk">Only this desk; null = any.</param>
/// <param name="Skill">Department or item code that the desk has to know; null = as the item asks.</param>
/// <param name="Note">For the next clerk, never shown to the applicant.</param>
/// <param name="By">Name and number of who sent the applicant on.</param>
/// <param name="Until">From then on anybody who may serve the item is asked: a wish must not let somebody starve.</param>
public sealed record Wish(SiteId? Site, DeskId? Desk, string? Skill, string? Note, string By, SiteId BySite, DateTimeOffset Until)
{
    /// <summary>Names somebody; otherwise the applicant is just back in the waiting room.</summary>
    public bool Chooses => Site is not null || Desk is not null || Skill is not null;

    public bool Admits(ReadyDesk desk) =>
        (Site is not { } site || desk.Site == site)
        && (Desk is not { } wanted || desk.Id == wanted)
        && (Skill is not { } skill || desk.Skills.Count == 0 || desk.Skills.Contains(skill));
}
