using System.Collections.Concurrent;

namespace VirtualWindow.Signaling.Connections;

/// <summary>The connections of this process: the newest one of each subject, and every wall.</summary>
internal sealed class LocalConnections
{
    private readonly ConcurrentDictionary<Subject, HubConnection> _newest = new();
    private readonly ConcurrentDictionary<string, HubConnection> _walls = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<Subject, HubConnection>> Newest => _newest;
    public ICollection<HubConnection> Walls => _walls.Values;

    public void Add(HubConnection wall) => _walls[wall.Id] = wall;

    public void Remove(HubConnection wall) => _walls.TryRemove(wall.Id, out _);

    /// <returns>The connection that spoke for the subject before, when it is another one.</returns>
    public HubConnection? Put(Subject subject, HubConnection connection)
    {
        HubConnection? older = null;
        _newest.AddOrUpdate(subject, connection, (_, known) =>
        {
            older = known;
            return connection;
        });
        connection.Subjects.TryAdd(subject, true);
        if (older == connection) return null;
        older?.Subjects.TryRemove(subject, out _);
        return older;
    }

    /// <returns>False when a newer connection has taken over: then nothing is lost.</returns>
    public bool Remove(Subject subject, HubConnection connection)
    {
        connection.Subjects.TryRemove(subject, out _);
        return _newest.TryRemove(new(subject, connection));
    }
}
