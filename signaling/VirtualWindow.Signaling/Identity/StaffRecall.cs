using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Identity;

/// <summary>
/// A cookie is asked for at the door only, and a hub connection may last a day: with every heartbeat, those whose account was disabled
/// or changed meanwhile are shown out. Through the database, so it holds in every process.
/// </summary>
internal sealed partial class StaffRecall(IWindowStore store, LocalConnections local, ILogger<StaffRecall> log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var open = local.Walls.Concat(local.Newest.Select(entry => entry.Value)).Where(connection => connection.StaffStamp is not null).Distinct().ToList();
        if (open.Count == 0) return;
        var ids = open.Select(connection => connection.Staff!.Value.Value).Distinct().ToList();
        var stamps = await store.ReadAsync((db, token) => db.Users.Where(user => ids.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.SecurityStamp, token), ct);
        foreach (var connection in open.Where(connection => stamps.GetValueOrDefault(connection.Staff!.Value.Value) != connection.StaffStamp))
        {
            LogRecalled(log, connection.Hub);
            connection.Abort();
        }
    }

    [LoggerMessage(3121, LogLevel.Information, "A {Hub} connection was closed: its account has changed")]
    private static partial void LogRecalled(ILogger logger, HubKind hub);
}
