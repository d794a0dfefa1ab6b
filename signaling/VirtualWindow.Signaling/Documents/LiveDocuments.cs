using System.Collections.Concurrent;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.Documents;

/// <summary>The documents of one session as this process follows them: whom to tell, who may speak, and what was told last.</summary>
internal sealed class LiveDocuments(Session session)
{
    private readonly ConcurrentDictionary<string, PartyRole> _seen = new(StringComparer.Ordinal);

    public SessionId Session { get; } = session.Id;
    public Subject Applicant { get; } = Subject.Of(session.Ticket);
    public DeskId Desk { get; private set; } = session.Desk;
    public Subject Clerk => Subject.Of(Desk);
    /// <summary>Changes whenever a row of this session's documents does.</summary>
    public long Stamp { get; set; }

    /// <summary>Connections whose seat has been asked of the database: gestures come many times a second.</summary>
    public void Remember(HubConnection connection, PartyRole role) => _seen[connection.Id] = role;

    public PartyRole? Find(HubConnection connection) => _seen.TryGetValue(connection.Id, out var role) ? role : null;

    /// <summary>Another desk answers for the session from now on; who was here before has to ask again.</summary>
    public void HandOver(DeskId desk)
    {
        if (desk == Desk) return;
        Desk = desk;
        _seen.Clear();
    }
}

/// <summary>The sessions whose documents somebody looks at by way of this process.</summary>
internal sealed class DocumentBook
{
    private readonly ConcurrentDictionary<SessionId, LiveDocuments> _live = new();

    public ICollection<LiveDocuments> Live => _live.Values;

    public LiveDocuments? Find(SessionId id) => _live.GetValueOrDefault(id);

    public LiveDocuments Open(Session session) => _live.GetOrAdd(session.Id, static (_, row) => new LiveDocuments(row), session);

    public void Drop(LiveDocuments documents) => _live.TryRemove(new(documents.Session, documents));
}
