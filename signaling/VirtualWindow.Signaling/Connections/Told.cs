namespace VirtualWindow.Signaling.Connections;

/// <summary>
/// What a connection was told last: an equal state is not sent again, and never two states are under way at once, so that
/// a slow reader gets the latest and holds one message at most.
/// </summary>
internal sealed class Told
{
    private readonly Lock _gate = new();
    private byte[] _state = [];
    private string _stage = "";
    private long _at;
    private bool _underWay;

    /// <param name="state">The state without sequence and time, serialized.</param>
    /// <param name="stage">What must never wait: a new stage is told at once, other changes at most every <paramref name="interval"/>.</param>
    public bool MayTell(byte[] state, string stage, TimeSpan interval, TimeProvider time)
    {
        lock (_gate)
        {
            if (_underWay || state.AsSpan().SequenceEqual(_state)) return false;
            if (stage == _stage && _at != 0 && time.GetElapsedTime(_at) < interval) return false;
            (_state, _stage, _at, _underWay) = (state, stage, time.GetTimestamp(), true);
            return true;
        }
    }

    public void Sent()
    {
        lock (_gate) _underWay = false;
    }

    /// <summary>The send failed or the client lost count: the next state is told in any case.</summary>
    public void Forget()
    {
        lock (_gate) (_state, _underWay) = ([], false);
    }
}
