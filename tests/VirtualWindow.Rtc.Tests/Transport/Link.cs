namespace VirtualWindow.Rtc.Tests.Transport;

/// <summary>One direction of a network that loses, repeats and reorders datagrams as a seed says.</summary>
internal sealed class Link(Action<byte[]> deliver, int seed = 0, double loss = 0, double repeat = 0, double delay = 0)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private byte[]? _held;

    /// <summary>Datagrams lost so far.</summary>
    public int Lost { get; private set; }

    public int Delivered { get; private set; }

    public void Send(byte[] datagram)
    {
        lock (_gate)
        {
            if (_random.NextDouble() < loss)
            {
                Lost++;
                return;
            }
            if (_held is null && _random.NextDouble() < delay)
            {
                // Overtaken by the next one.
                _held = datagram;
                return;
            }
            Deliver(datagram);
            if (_random.NextDouble() < repeat) Deliver(datagram);
            if (_held is not { } held) return;
            _held = null;
            Deliver(held);
        }
    }

    private void Deliver(byte[] datagram)
    {
        Delivered++;
        deliver(datagram);
    }
}
