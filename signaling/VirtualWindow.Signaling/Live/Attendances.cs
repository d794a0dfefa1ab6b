using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage.Presence;

namespace VirtualWindow.Signaling.Live;

/// <summary>Who is connected to any process, and since when the others are not.</summary>
/// <param name="silentAfter">A connection not confirmed for this long counts as lost: its process has died.</param>
/// <param name="upSince">Start of this process or end of the database's last outage (<see cref="Pulse"/>): nobody could come back or be
/// confirmed before, so no grace begins earlier. Else an outage would cost everybody the place.</param>
internal sealed class Attendances(IEnumerable<Attendance> rows, DateTimeOffset now, TimeSpan silentAfter, DateTimeOffset upSince)
{
    private readonly Dictionary<Guid, Attendance> _rows = rows.ToDictionary(row => row.Subject);

    public bool IsConnected(Subject subject) => LostSince(subject) is null;

    /// <summary>Null while connected.</summary>
    public DateTimeOffset? LostSince(Subject subject)
    {
        if (!_rows.TryGetValue(subject.Id, out var last)) return upSince;
        if (last.ConnectionId is not null && last.SeenAt + silentAfter >= now) return null;
        return last.SeenAt > upSince ? last.SeenAt : upSince;
    }

    public bool LostFor(Subject subject, TimeSpan grace) => LostSince(subject) is { } since && now - since >= grace;

    /// <summary>Null when the subject said goodbye or never came.</summary>
    public string? NewestConnection(Subject subject) => _rows.GetValueOrDefault(subject.Id)?.ConnectionId;
}
