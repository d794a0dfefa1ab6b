using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Signaling.Live;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Catalogue;
using VirtualWindow.Storage.Forms;

namespace VirtualWindow.Signaling.CoBrowse;

/// <summary>The forms that are being filled in by way of this process, read from the database when somebody first asks.</summary>
internal sealed class FormBook(IWindowStore store, CatalogueKeeper catalogue, ItemForms forms, FormTexts texts, TimeProvider time)
{
    private readonly ConcurrentDictionary<SessionId, LiveForm> _live = new();

    public ICollection<LiveForm> Live => _live.Values;

    public LiveForm? Find(SessionId id) => _live.GetValueOrDefault(id);

    public async Task<LiveForm> OpenAsync(SessionId id, CancellationToken ct)
    {
        if (_live.TryGetValue(id, out var known)) return known;
        var form = await LoadAsync(id, ct);
        return _live.GetOrAdd(id, form);
    }

    public void Drop(LiveForm form) => _live.TryRemove(new(form.Session, form));

    /// <summary>The entry bound to all before it, and its row with the text encrypted. The caller holds the gate.</summary>
    public (LoggedEntry Logged, SessionFormEntry Row) Seal(LiveForm form, FormEntry entry)
    {
        var logged = FormLog.Seal(form.Hash, entry);
        return (logged, new SessionFormEntry { Session = form.Session, Sequence = entry.Sequence, Text = texts.Protect(logged.Text), Hash = logged.Hash });
    }

    /// <summary>Takes in what another process has appended. The caller holds the gate.</summary>
    /// <returns>The entries that were new.</returns>
    public async Task<IReadOnlyList<FormEntry>> CatchUpAsync(LiveForm form, CancellationToken ct)
    {
        var known = form.State.Sequence;
        var rows = await store.ReadAsync((db, stop) => db.SessionFormEntries
            .Where(row => row.Session == form.Session && row.Sequence > known).OrderBy(row => row.Sequence).ToListAsync(stop), ct);
        return [.. rows.Select(row => Append(form, row))];
    }

    private FormEntry Append(LiveForm form, SessionFormEntry row)
    {
        var logged = new LoggedEntry(row.Sequence, texts.Reveal(row.Text), row.Hash);
        var entry = FormLog.Read(logged);
        form.Append(logged, entry);
        return entry;
    }

    private async Task<LiveForm> LoadAsync(SessionId id, CancellationToken ct)
    {
        var hall = await catalogue.CurrentAsync(ct);
        var (session, item) = await store.ReadAsync(async (db, stop) =>
        {
            var row = await db.Sessions.SingleAsync(one => one.Id == id, stop);
            return (row, await db.Tickets.Where(ticket => ticket.Id == row.Ticket).Select(ticket => ticket.Item).SingleAsync(stop));
        }, ct);
        var definition = forms.Of(hall.Items[item]);
        await NoteAsync(session, definition, ct);
        var form = new LiveForm(session, hall.Sites[session.Site], definition);
        await CatchUpAsync(form, ct);
        return form;
    }

    private async Task NoteAsync(Session session, FormDefinition definition, CancellationToken ct)
    {
        if (await store.ReadAsync((db, stop) => db.SessionForms.AnyAsync(row => row.Session == session.Id, stop), ct)) return;
        try
        {
            await store.WriteAsync((db, _) =>
            {
                db.SessionForms.Add(new SessionForm { Session = session.Id, Name = definition.Name, Version = definition.Version, OpenedAt = time.GetUtcNow() });
                return Task.CompletedTask;
            }, ct);
        }
        catch (DuplicateRowException)
        {
            // The other side opened it in the same moment: the row says the same.
        }
    }
}
