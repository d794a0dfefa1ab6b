using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Sessions;

/// <summary>The clerk's notes, whole each time; a page that saw an older revision is refused, so that two tabs never overwrite each other.</summary>
internal sealed class SaveNotes(IWindowStore store, FloorSignal signal)
{
    public const int LongestNotes = 4000;

    public async Task<Reply<Done>> HandleAsync(HubConnection connection, SaveNotesRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id || request.Revision < 0) return Refuse.BadInput;
        if (Check.Text(request.Notes, LongestNotes) is { } unfit) return unfit;
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (open, no) = await DeskSession.LoadAsync(db, id, connection, stop);
            if (no is not null) return no;
            return open!.Session!.SaveNotes(request.Notes, request.Revision) ? null : Refuse.Stale;
        }, ct);
        if (refusal is not null) return refusal;
        signal.Raise();
        return Done.Instance;
    }
}
