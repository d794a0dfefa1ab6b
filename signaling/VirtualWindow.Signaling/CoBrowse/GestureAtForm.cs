using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>Where somebody points, what they look at: passed on to the other side and forgotten. Never while paused.</summary>
internal sealed class GestureAtForm(FormBook book, FormChanges changes, FormTelling telling, FloorKeeper floors)
{
    public async Task<Reply<Done>> HandleAsync(HubConnection connection, FormGestureRequest request, CancellationToken ct)
    {
        if (SessionId.TryParse(request.SessionId) is not { } id) return Refuse.BadInput;
        if (FormChecks.Unfit(request.PageId) is { } unfit || (request.FieldId is { } field && (unfit = FormChecks.Unfit(field)) is not null)) return unfit;
        var form = book.Find(id);
        var actor = form is not null && MayStillPoint(id, connection) ? form.Find(connection) : null;
        if (actor is null)
        {
            (form, actor, var refusal) = await changes.EnterAsync(connection, request.SessionId, ct);
            if (refusal is not null) return refusal;
        }

        if (!IsAtForm(form!.State.Definition, request)) return Refuse.BadInput;
        if (!form.State.Paused) telling.Tell(form, actor!, new(request.SessionId, FormViews.WriterOf(actor!), request.Kind, request.PageId, request.FieldId, request.X, request.Y));
        return Done.Instance;
    }

    /// <summary>A clerk who has handed the session over has no seat any more; whoever is in doubt is asked of the database.</summary>
    private bool MayStillPoint(SessionId id, HubConnection connection) =>
        connection.Desk is not { } desk || floors.Latest?.Find(id)?.SeatAt(desk) is not null;

    private static bool IsAtForm(FormDefinition form, FormGestureRequest request) =>
        request.X is >= 0 and <= 1 && request.Y is >= 0 and <= 1 // also refuses NaN
        && form.Has(new(request.PageId))
        && (request.FieldId is null || form.PageOf(new(request.FieldId)) == new FormPageId(request.PageId));
}
