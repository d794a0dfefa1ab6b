using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Cases;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>The clerk's own last cases, newest first, pending ones included.</summary>
internal sealed class RecentCases(IWindowStore store)
{
    private const int AtMost = 20;

    public async Task<Reply<CaseList>> HandleAsync(HubConnection connection, CancellationToken ct)
    {
        var cases = await store.ReadAsync((db, stop) => db.RecentCasesAsync(connection.Staff!.Value, AtMost, stop), ct);
        return new CaseList([.. cases.Select(CaseViews.ForClerk)]);
    }
}
