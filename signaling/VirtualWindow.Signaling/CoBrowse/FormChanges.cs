using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Connections;
using VirtualWindow.Signaling.Negotiation;
using VirtualWindow.Signaling.Wire;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>
/// The way of every change to a form: seat → decision (<see cref="FormDesk"/>) → one row of the log → state → both pages. The answer is given
/// once the row is durable. Two processes that decide at once cannot both append: the second one looks again.
/// </summary>
internal sealed class FormChanges(IWindowStore store, FormBook book, FormTelling telling, TimeProvider time)
{
    /// <summary>Somebody who writes in another process at the same moment is met once or twice, not for ever.</summary>
    private const int MostTries = 4;

    /// <param name="decide">State, who asks and when in; the entry or the refusal out.</param>
    public async Task<Reply<FormChanged>> HandleAsync(HubConnection connection, string sessionId, Func<LiveForm, FormActor, DateTimeOffset, FormMove> decide, CancellationToken ct)
    {
        var (form, actor, refusal) = await EnterAsync(connection, sessionId, ct);
        if (refusal is not null) return refusal;
        await form!.Gate.WaitAsync(ct);
        try
        {
            return await ChangeAsync(connection, form, actor!, decide, ct);
        }
        finally
        {
            form.Gate.Release();
        }
    }

    /// <summary>The form and who is asking, or why this connection has no seat there.</summary>
    public async Task<(LiveForm? Form, FormActor? Actor, Refusal? Refusal)> EnterAsync(HubConnection connection, string sessionId, CancellationToken ct)
    {
        var (seat, refusal) = await store.ReadAsync((db, stop) => Seat.FindAsync(db, sessionId, connection, stop), ct);
        if (refusal is not null) return (null, null, refusal);
        var form = await book.OpenAsync(seat!.Session.Id, ct);
        var actor = new FormActor(seat.Participant.Role == PartyRole.Applicant ? FormRole.Applicant : FormRole.Clerk, seat.Participant.Id.ToString());
        form.Remember(connection, actor);
        return (form, actor, null);
    }

    private async Task<Reply<FormChanged>> ChangeAsync(
        HubConnection connection, LiveForm form, FormActor actor, Func<LiveForm, FormActor, DateTimeOffset, FormMove> decide, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var move = decide(form, actor, time.GetUtcNow());
            if (move.Refusal == FormRefusal.Unchanged) return new FormChanged(form.State.Sequence, 0);
            if (move.Entry is not { } entry) return FormRefusals.Of(move.Refusal);
            try
            {
                if (await AppendAsync(connection, form, entry, ct) is { } refusal) return refusal;
                return new FormChanged(entry.Sequence, entry is FieldSet set ? set.Revision : 0);
            }
            catch (DuplicateRowException)
            {
                telling.Tell(form, await book.CatchUpAsync(form, ct));
            }
        }

        return Refuse.Stale;
    }

    private async Task<Refusal?> AppendAsync(HubConnection connection, LiveForm form, FormEntry entry, CancellationToken ct)
    {
        var (logged, row) = book.Seal(form, entry);
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            var (_, no) = await Seat.FindAsync(db, form.Session.ToString(), connection, stop);
            if (no is null) db.SessionFormEntries.Add(row);
            return no;
        }, ct);
        if (refusal is null) Applied(form, logged, entry);
        return refusal;
    }

    private void Applied(LiveForm form, LoggedEntry logged, FormEntry entry)
    {
        form.Append(logged, entry);
        telling.Tell(form, [entry]);
    }
}
