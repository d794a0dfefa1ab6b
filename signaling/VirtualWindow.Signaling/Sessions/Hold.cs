using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>保持: sound and picture stop both ways. The media node holds first, so that nobody is told "held" while still being heard.</summary>
internal sealed class Hold(IWindowStore store, SessionRooms rooms, FloorSignal signal)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, HoldRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        var (session, refusal) = await FindAsync(connection, id, ct);
        if (refusal is not null) return refusal;
        if (!await rooms.TryHoldAsync(session!, request.Held, ct)) return Refusals.Of(RefusalCodes.MediaUnavailable);
        try
        {
            await store.WriteAsync((db, stop) => NoteAsync(db, connection, id, request.Held, stop), ct);
        }
        catch
        {
            await rooms.TryHoldAsync(session!, !request.Held, CancellationToken.None);
            throw;
        }
        signal.Raise();
        return Done.Instance;
    }

    private Task<(Session? Session, Refusal? Refusal)> FindAsync(HubConnection connection, SessionId id, CancellationToken ct) =>
        store.ReadAsync(async (db, stop) => (await DeskSession.LoadAsync(db, id, connection, stop)) switch
        {
            ({ } open, null) when !open.Session!.Sitting => (null, Refuse.Stale),
            var (open, refusal) => (open?.Session, refusal),
        }, ct);

    private static async Task NoteAsync(WindowDb db, HubConnection connection, SessionId id, bool held, CancellationToken ct)
    {
        if (await DeskSession.LoadAsync(db, id, connection, ct) is not ({ Session: { } session }, null) || session.Held == held) return;
        if (held) session.Hold();
        else session.Resume();
    }
}
