using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Presence;

namespace VirtualWindow.Signaling.Connections;

/// <summary>
/// Who is connected: the newest connection of each subject acts, the older one is told and refused. Kept in this process for
/// speaking and in the database for everybody else (other processes, restarts, deadlines).
/// </summary>
internal sealed class ConnectionBook(IWindowStore store, LocalConnections local, HubVoice voice, FloorSignal signal, TimeProvider time)
{
    /// <summary>From now on <paramref name="connection"/> speaks for <paramref name="subject"/>.</summary>
    public async Task AttendAsync(Subject subject, HubConnection connection, CancellationToken ct)
    {
        await store.WriteAsync((db, token) => db.AttendAsync(subject.Id, connection.Id, time.GetUtcNow(), token), ct);
        await BindAsync(subject, connection, ct);
    }

    /// <summary>The same when the caller's own transaction has written the attendance.</summary>
    public async Task BindAsync(Subject subject, HubConnection connection, CancellationToken ct)
    {
        connection.AttendsSince = time.GetUtcNow();
        var older = local.Put(subject, connection);
        await voice.EnterGroupAsync(connection, subject, ct);
        if (older is not null) await voice.SupersedeAsync(older, subject);
        signal.Raise();
    }

    /// <summary>The connection has gone: whatever it spoke for counts as lost from now on, unless a newer one took over.</summary>
    public async Task LeaveAsync(HubConnection connection)
    {
        foreach (var subject in connection.Subjects.Keys) await DepartAsync(subject, connection);
    }

    public async Task DepartAsync(Subject subject, HubConnection connection)
    {
        if (!local.Remove(subject, connection)) return;
        // The connection is gone, so its token is cancelled: the goodbye must be written all the same.
        await store.WriteAsync((db, token) => db.DepartAsync(subject.Id, connection.Id, time.GetUtcNow(), token), CancellationToken.None);
        signal.Raise();
    }

    /// <summary>A newer connection exists in another process.</summary>
    public Task YieldAsync(Subject subject, HubConnection connection) =>
        local.Remove(subject, connection) ? voice.SupersedeAsync(connection, subject) : Task.CompletedTask;
}
