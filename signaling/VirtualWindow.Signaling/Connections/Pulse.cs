namespace VirtualWindow.Signaling.Connections;

/// <summary>
/// Since when the confirmations of connections have reached the database without a miss. While it was away nobody could be confirmed, in
/// any process: no grace of a lost connection may begin earlier, else an outage would cost everybody the place.
/// </summary>
internal sealed class Pulse(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _steadySince = time.GetUtcNow();
    private bool _missed;

    /// <summary>The database did not answer.</summary>
    public void Miss()
    {
        lock (_gate) _missed = true;
    }

    /// <summary>All connections of this process are confirmed.</summary>
    public void Beat()
    {
        lock (_gate)
        {
            if (_missed) _steadySince = time.GetUtcNow();
            _missed = false;
        }
    }

    /// <returns>The start of this process or the end of the last outage; <paramref name="now"/>, while there is one.</returns>
    public DateTimeOffset SteadySince(DateTimeOffset now)
    {
        lock (_gate) return _missed ? now : _steadySince;
    }
}
