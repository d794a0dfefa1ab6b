namespace VirtualWindow.Storage;

/// <summary>
/// Removes from the database's own files what deleted and changed rows left behind. A row that is gone for every question still lies in free pages,
/// in the gaps of pages and in the write-ahead log; somebody with the files could read it.
/// </summary>
/// <remarks>It writes the files anew, so that writers wait meanwhile: for the night after a purge, not for the day.</remarks>
public interface IStorageScrub
{
    /// <returns>False when a reader still looked at the old state: try again later.</returns>
    Task<bool> ScrubAsync(CancellationToken ct);
}
