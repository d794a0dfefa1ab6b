namespace VirtualWindow.Storage;

/// <summary>The hall's memory. Every change goes through <see cref="WriteAsync{T}"/>, every question through <see cref="ReadAsync{T}"/>.</summary>
public interface IWindowStore
{
    /// <summary>
    /// Runs <paramref name="work"/> in one transaction and saves what it changed. The task completes only when the change is
    /// durable; when it fails, nothing of it is kept.
    /// </summary>
    /// <param name="work">Touches the database and nothing else (others wait behind it), and may be run again after a
    /// serialization failure: it must load what it changes.</param>
    /// <exception cref="LostUpdateException">Somebody else changed the same row first; load again or give up.</exception>
    /// <exception cref="DuplicateRowException">A unique key exists already.</exception>
    Task<T> WriteAsync<T>(Func<WindowDb, CancellationToken, Task<T>> work, CancellationToken ct);

    /// <summary>Runs a question on one consistent snapshot, without tracking; changes made to its results are not saved.</summary>
    Task<T> ReadAsync<T>(Func<WindowDb, CancellationToken, Task<T>> query, CancellationToken ct);
}

public static class WindowStoreExtensions
{
    public static Task WriteAsync(this IWindowStore store, Func<WindowDb, CancellationToken, Task> work, CancellationToken ct) =>
        store.WriteAsync(async (db, token) =>
        {
            await work(db, token);
            return true;
        }, ct);
}
