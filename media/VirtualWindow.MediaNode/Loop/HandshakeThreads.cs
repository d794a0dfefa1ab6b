namespace VirtualWindow.MediaNode.Loop;

/// <summary>
/// Threads for the blocking DTLS handshakes: small stacks, started when first needed, a bounded queue in front. Most of the
/// time such a thread waits for the other side, so there may be more of them than cores; a stalled client holds one until
/// its handshake times out.
/// </summary>
/// <param name="onFault">Told what a handshake threw: none should, and none may end the process.</param>
internal sealed class HandshakeThreads(int maxThreads, int maxWaiting, Action<Exception> onFault) : IDisposable
{
    private const int StackBytes = 256 << 10;

    private readonly Queue<Action> _waiting = new();
    private int _threads;
    private int _idle;
    private bool _stopped;

    public int Waiting
    {
        get
        {
            lock (_waiting)
                return _waiting.Count;
        }
    }

    /// <returns>False when every thread is taken and the queue is full.</returns>
    public bool TryRun(Action blockingHandshake)
    {
        lock (_waiting)
        {
            if (_stopped || _waiting.Count >= maxWaiting)
                return false;
            _waiting.Enqueue(blockingHandshake);
            if (_idle < _waiting.Count && _threads < maxThreads)
                StartThread();
            Monitor.Pulse(_waiting);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_waiting)
        {
            _stopped = true;
            _waiting.Clear();
            Monitor.PulseAll(_waiting);
        }
    }

    private void StartThread()
    {
        _threads++;
        new Thread(Work, StackBytes) { IsBackground = true, Name = $"dtls-handshake-{_threads}" }.Start();
    }

    private void Work()
    {
        while (TakeNext() is { } handshake)
        {
            try
            {
                handshake();
            }
            catch (Exception fault)
            {
                onFault(fault);
            }
        }
    }

    private Action? TakeNext()
    {
        lock (_waiting)
        {
            _idle++;
            while (_waiting.Count == 0 && !_stopped)
                Monitor.Wait(_waiting);
            _idle--;
            return _stopped ? null : _waiting.Dequeue();
        }
    }
}
