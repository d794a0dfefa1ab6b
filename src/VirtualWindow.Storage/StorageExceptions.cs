namespace VirtualWindow.Storage;

/// <summary>The row changed since it was loaded: the later of two writers is refused and nothing of it is kept.</summary>
public sealed class LostUpdateException(string message, Exception inner) : Exception(message, inner);

/// <summary>The database is away or cannot take anything: the server is down, the disk is full. Nothing of a failed write is kept; the same
/// may be tried again later.</summary>
public sealed class StorageUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>A unique key exists already: somebody else did the same thing first.</summary>
public sealed class DuplicateRowException(string message, Exception inner) : Exception(message, inner);
