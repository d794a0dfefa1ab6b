using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage;

namespace VirtualWindow.Signaling.Live;

/// <summary>The catalogue as last read; read again every half minute, because a hall edits it while it works.</summary>
internal sealed class CatalogueKeeper(IWindowStore store, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);
    private Catalogue? _current;
    private long _readAt;

    public async Task<Catalogue> CurrentAsync(CancellationToken ct)
    {
        if (_current is { Items.Count: > 0 } current && time.GetElapsedTime(_readAt) < Freshness) return current;
        var read = await store.ReadAsync(ReadAsync, ct);
        (_readAt, _current) = (time.GetTimestamp(), read);
        return read;
    }

    private static async Task<Catalogue> ReadAsync(WindowDb db, CancellationToken ct) => new(
        (await db.Sites.ToListAsync(ct)).ToFrozenDictionary(site => site.Id),
        (await db.Windows.ToListAsync(ct)).ToFrozenDictionary(window => window.Id),
        (await db.Departments.ToListAsync(ct)).ToFrozenDictionary(department => department.Code),
        (await db.Regions.ToListAsync(ct)).ToFrozenDictionary(region => region.Code),
        (await db.Items.ToListAsync(ct)).ToFrozenDictionary(item => item.Code));
}
