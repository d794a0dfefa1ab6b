using System.Collections.Concurrent;
using VirtualWindow.Contracts;

namespace VirtualWindow.Scenarios.FloorUnderLoad;

/// <summary>What the simulated people saw with their own eyes.</summary>
internal sealed class Tally
{
    /// <summary>"No" that a person gets when somebody else was faster; everything else is a defect.</summary>
    private static readonly string[] Expected =
    [
        RefusalCodes.Stale, RefusalCodes.NoTicket, RefusalCodes.NoSession, RefusalCodes.Busy, RefusalCodes.OfferGone, RefusalCodes.NotYours,
    ];

    /// <summary>Session → desks that were shown it.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> DesksOfSession { get; } = new();
    /// <summary>Ticket number → sessions that a clerk had with its applicant joined.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> SittingsOfTicket { get; } = new();
    public ConcurrentQueue<string> Surprises { get; } = new();
    public ConcurrentDictionary<string, int> Events { get; } = new();

    public void Count(string what) => Events.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Saw(string desk, string session, string ticket, bool joined)
    {
        DesksOfSession.GetOrAdd(session, _ => new()).TryAdd(desk, true);
        if (joined) SittingsOfTicket.GetOrAdd(ticket, _ => new()).TryAdd(session, true);
    }

    /// <returns>True when done.</returns>
    public bool Note<T>(string request, Reply<T> reply) where T : class
    {
        if (reply.Refusal is null) return true;
        Count($"{request} refused: {reply.Refusal.Code}");
        if (!Expected.Contains(reply.Refusal.Code)) Surprises.Enqueue($"{request}: {reply.Refusal.Code} {reply.Refusal.MessageEn}");
        return false;
    }

    public override string ToString() => string.Join('\n', Events.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value,5} {entry.Key}").Concat(Surprises));
}
