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

    private readonly Queue<Action> waiting = new();
    private int threads;
    private int idle;
    private bool stopped;

    public int Waiting
    {
        get
        {
            lock (waiting)
                return waiting.Count;
        }
    }

    /// <returns>False when every thread is taken and the queue is full.</returns>
    public bool TryRun(Action blockingHandshake)
    {
        lock (waiting)
        {
            if (stopped || waiting.Count >= maxWaiting)
                return false;
            waiting.Enqueue(blockingHandshake);
            if (idle < waiting.Count && threads < maxThreads)
                StartThread();
            Monitor.Pulse(waiting);
            return true;
        }
    }

    public void Dispose()
    {
        lock (waiting)
        {
            stopped = true;
            waiting.Clear();
            Monitor.PulseAll(waiting);
        }
    }

    private void StartThread()
    {
        threads++;
        new Thread(Work, StackBytes) { IsBackground = true, Name = $"dtls-handshake-{threads}" }.Start();
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
        lock (waiting)
        {
            idle++;
            while (waiting.Count == 0 && !stopped)
                Monitor.Wait(waiting);
            idle--;
            return stopped ? null : waiting.Dequeue();
        }
    }
}
