using System.Collections.Concurrent;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Signaling.Connections;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The form of one session as this process knows it. Whoever holds <see cref="Gate"/> may read and append; the database has the last word.</summary>
internal sealed class LiveForm(Session session, Site site, FormDefinition definition)
{
    private readonly ConcurrentDictionary<string, FormActor> _seen = new(StringComparer.Ordinal);

    public SessionId Session { get; } = session.Id;
    public Subject Applicant { get; } = Subject.Of(session.Ticket);
    /// <summary>Who was responsible when this process opened the form; later the floor says it.</summary>
    public Subject Clerk { get; } = Subject.Of(session.Desk);
    public SemaphoreSlim Gate { get; } = new(1);
    public FormState State { get; } = new(definition);
    /// <summary>Of the last entry.</summary>
    public byte[] Hash { get; private set; } = FormLog.Start(session.Id.ToString(), definition);

    public DateOnly Today(DateTimeOffset now) => site.Today(now);

    public void Append(LoggedEntry logged, FormEntry entry)
    {
        State.Apply(entry);
        Hash = logged.Hash;
    }

    /// <summary>Connections whose seat has been asked of the database: gestures come many times a second.</summary>
    public void Remember(HubConnection connection, FormActor actor) => _seen[connection.Id] = actor;

    public FormActor? Find(HubConnection connection) => _seen.GetValueOrDefault(connection.Id);
}
