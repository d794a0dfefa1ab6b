using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Signaling.HandOver;

internal static class Clerks
{
    /// <summary>Who sits at the desk now, as a session keeps it.</summary>
    public static SittingClerk Of(Desk desk) => new(desk.Id, desk.Clerk, desk.ClerkName, desk.ClerkNumber, desk.Site);
}
